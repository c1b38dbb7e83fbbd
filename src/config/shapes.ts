/** Shapes that environment variables and the YAML file share. */
import { z } from 'zod';

/** https anywhere; http on this machine only, for stand-ins and proxies. No user or password in it. */
export function isSafeUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  if (url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `30s`, `15m`, `2h`, `3d` to milliseconds; more than nothing. */
export const duration = z
  .string({ error: 'Write a number and s, m, h or d, such as 30s or 15m' })
  .regex(/^[1-9]\d{0,4}[smhd]$/, 'Write a number and s, m, h or d, such as 30s or 15m')
  .transform((text) => Number(text.slice(0, -1)) * (UNIT_MS[text.slice(-1)] ?? 0));
