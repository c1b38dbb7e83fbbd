/** Where seeds of second factors are made and sealed: the database holds only what the key outside it can open. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { Secret } from 'otpauth';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** 160 bits, as RFC 4226 recommends. */
const SEED_BYTES = 20;

export interface Vault {
  /** A fresh seed in base32, as authenticator apps take it. */
  newSeed(): string;
  /** A fresh token for an address that works once. */
  newToken(): string;
  /** What is kept of such a token. */
  hash(token: string): string;
  /** A seed sealed for one person: put into another person's row, it does not open. */
  seal(person: string, seed: string): string;
  /** Throws when it was sealed under another key, for another person, or was changed. */
  open(person: string, sealed: string): string;
}

/** `key`: 32 bytes. */
export function openVault(key: Uint8Array): Vault {
  return {
    newSeed: () => new Secret({ buffer: Uint8Array.from(randomBytes(SEED_BYTES)).buffer }).base32,
    newToken: () => randomBytes(32).toString('base64url'),
    hash: (token) => createHash('sha256').update(token).digest('hex'),
    seal(person, seed) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(person));
      const sealed = Buffer.concat([cipher.update(seed, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
    },
    open(person, sealed) {
      const bytes = Buffer.from(sealed, 'base64');
      const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      })
        .setAAD(Buffer.from(person))
        .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      const seed = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([seed, decipher.final()]).toString('utf8');
    },
  };
}
