/** A button, or a link that looks like one. It keeps the focus while what it asked for is under way. */
import './button.css';
import type { Button as ButtonElement } from '@slack/types';
import { safeUrl } from '../safe-url.ts';
import { Spinner } from './spinner.tsx';

interface ButtonProps {
  readonly element: ButtonElement;
  /** The app has not acknowledged yet: another tap does nothing. */
  readonly pending: boolean;
  readonly describedBy: string | null;
  onTap(): void;
}

export function Button({ element, pending, describedBy, onTap }: ButtonProps) {
  const { text, style, url, accessibility_label: spoken, confirm } = element;
  const shared = {
    className: `button ${style === undefined ? '' : `button-${style}`}`,
    'aria-busy': pending,
    ...(spoken === undefined ? {} : { 'aria-label': spoken }),
    ...(describedBy === null ? {} : { 'aria-describedby': describedBy }),
  };
  const words = (
    <>
      <span className="button-words">{text.text}</span>
      {pending ? <Spinner /> : null}
    </>
  );
  const href = safeUrl(url);
  if (href !== null)
    return (
      <a
        {...shared}
        href={href}
        target="_blank"
        rel="noopener noreferrer"
        onClick={(event) => {
          if (confirm !== undefined) event.preventDefault();
          if (!pending) onTap();
        }}
      >
        {words}
      </a>
    );
  return (
    <button
      {...shared}
      type="button"
      aria-disabled={pending}
      onClick={() => {
        if (!pending) onTap();
      }}
    >
      {words}
    </button>
  );
}
