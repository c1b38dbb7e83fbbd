/** An emoji by its name. */
import { nameToEmoji } from 'gemoji';

export function Emoji({ name }: { readonly name: string }) {
  const emoji = emojiCalled(name);
  return emoji === null ? (
    `:${name}:`
  ) : (
    <span className="emoji" role="img" aria-label={name.replaceAll('_', ' ')} title={`:${name}:`}>
      {emoji}
    </span>
  );
}

/** Null where the workspace has none of this name. */
export function emojiCalled(name: string): string | null {
  return Object.hasOwn(nameToEmoji, name) ? (nameToEmoji[name] ?? null) : null;
}
