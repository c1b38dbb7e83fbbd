/** Time-based codes (RFC 6238): 6 digits, 30 s, SHA1, as every authenticator app makes them. Pure; time is passed in. */
import { HOTP, Secret, TOTP } from 'otpauth';

const DIGITS = 6;
const PERIOD_S = 30;
const ALGORITHM = 'SHA1';
const ISSUER = 'Switchback';
/** This step and the one before: a code is good for 30 to 60 seconds (facts/threats.md T23). */
const STEPS_BACK = 1;

/** Which 30 seconds since 1970 `at` lies in. */
export function stepAt(at: Date): number {
  return Math.floor(at.getTime() / 1000 / PERIOD_S);
}

export function codeAt(seed: string, step: number): string {
  return HOTP.generate({ ...keyOf(seed), counter: step });
}

/** The step whose code this is, the newest first; null when it is none that counts at this moment. */
export function acceptedStep(seed: string, code: string, at: Date): number | null {
  const now = stepAt(at);
  for (let step = now; step >= now - STEPS_BACK; step -= 1) {
    // Compares in constant time.
    if (HOTP.validate({ ...keyOf(seed), token: code, counter: step, window: 0 }) === 0) return step;
  }
  return null;
}

/** What people type, spaces aside, as apps show `123 456`; null for anything but six digits. */
export function typedCode(typed: string): string | null {
  const code = typed.replaceAll(/\s/g, '');
  return /^[0-9]{6}$/.test(code) ? code : null;
}

/** What an authenticator app reads from a QR code. */
export function enrolmentUri(seed: string, account: string): string {
  return new TOTP({
    issuer: ISSUER,
    label: account,
    secret: Secret.fromBase32(seed),
    algorithm: ALGORITHM,
    digits: DIGITS,
    period: PERIOD_S,
  }).toString();
}

function keyOf(seed: string) {
  return { secret: Secret.fromBase32(seed), algorithm: ALGORITHM, digits: DIGITS };
}
