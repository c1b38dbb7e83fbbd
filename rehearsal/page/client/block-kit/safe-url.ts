/** An address a person may be sent to; null for scripts, files and nonsense. */
export function safeUrl(url: string | undefined): string | null {
  if (url === undefined || !URL.canParse(url)) return null;
  return ['http:', 'https:', 'mailto:'].includes(new URL(url).protocol) ? url : null;
}
