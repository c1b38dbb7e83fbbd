/** Who somebody is, at a glance. Decoration: the name stands beside it. */
import './avatar.css';

interface AvatarProps {
  readonly name: string;
  readonly app: boolean;
  readonly small?: boolean;
}

/** Each dark enough for white letters. */
const COLOURS = ['#0b5cad', '#7a3e9d', '#00704a', '#8a4b08', '#9b2c5e', '#3d5a80', '#5b5f97', '#2f6f73'];

export function Avatar({ name, app, small = false }: AvatarProps) {
  const className = small ? 'avatar avatar-small' : 'avatar';
  if (app)
    return (
      <span className={`${className} avatar-app`} aria-hidden="true">
        <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2.4" aria-hidden="true">
          <path d="M4 7h11a4.5 4.5 0 0 1 0 9H9" strokeLinecap="round" />
          <path d="M12.5 12.5 9 16l3.5 3.5" strokeLinecap="round" strokeLinejoin="round" />
        </svg>
      </span>
    );
  const sum = [...name].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  return (
    <span className={className} style={{ background: COLOURS[sum % COLOURS.length] }} aria-hidden="true">
      {name.slice(0, 1).toUpperCase()}
    </span>
  );
}
