/** The key that seals second-factor seeds, and which set-ups cannot do without it. */
import type { Environment } from './environment.ts';
import type { Outline } from './outline.ts';
import { missingVariable, type Problem } from './problems.ts';

const BYTES = 32;

/** 32 bytes written in base64 or hexadecimal; null for anything else. */
export function totpKeyBytes(text: string): Uint8Array | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  const bytes = /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : null;
  return bytes?.length === BYTES ? bytes : null;
}

export const TOTP_KEY_REMEDY = 'Write 32 random bytes, base64 or hex: openssl rand -base64 32';

/** One person may approve alone only with a code, and no code can be checked without the key. */
export function missingTotpKey({ apps }: Outline, env: Environment): readonly Problem[] {
  if (env['TOTP_KEY'] !== undefined) return [];
  const [app] = Object.entries(apps).flatMap(([name, { approval, solo_after }]) =>
    approval === 'solo' || solo_after !== undefined ? [name] : [],
  );
  return app === undefined
    ? []
    : [missingVariable('TOTP_KEY', `One person may approve ${app} alone, with a code. ${TOTP_KEY_REMEDY}`)];
}
