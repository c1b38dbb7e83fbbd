/** A picture, if it came with the message: the rehearsal fetches nothing from elsewhere. */

interface PictureProps {
  readonly image: { readonly alt_text: string; readonly image_url?: string };
  readonly small: boolean;
}

export function Picture({ image, small }: PictureProps) {
  const { alt_text: words, image_url: url = '' } = image;
  const className = small ? 'picture picture-small' : 'picture';
  return url.startsWith('data:image/') ? (
    <img className={className} src={url} alt={words} />
  ) : (
    <span className={`${className} picture-away`} role="img" aria-label={words} title={url}>
      {words}
    </span>
  );
}
