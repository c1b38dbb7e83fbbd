import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openVault } from '../../src/access/vault.ts';

const vault = openVault(Buffer.alloc(32, 7));

test('a seed comes out as it went in, and never looks the same twice', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.stringMatching(/^[A-Z2-7]{1,64}$/), (person, seed) => {
      const [one, other] = [vault.seal(person, seed), vault.seal(person, seed)];
      expect(vault.open(person, one)).toBe(seed);
      expect(one).not.toBe(other);
      expect(Buffer.from(one, 'base64').includes(seed.repeat(seed.length < 4 ? 4 : 1))).toBe(false);
    }),
  );
});

test('another key, another person, or any byte changed: nothing', () => {
  const sealed = vault.seal('ana', vault.newSeed());
  expect(() => openVault(Buffer.alloc(32, 8)).open('ana', sealed)).toThrow();
  expect(() => vault.open('bo', sealed)).toThrow();
  const bytes = Buffer.from(sealed, 'base64');
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => vault.open('ana', changed.toString('base64'))).toThrow();
  }
  expect(() => vault.open('ana', bytes.subarray(0, 20).toString('base64'))).toThrow();
});

test('seeds are 160 bits and tokens 256, each its own', () => {
  const seeds = Array.from({ length: 100 }, () => vault.newSeed());
  const tokens = Array.from({ length: 100 }, () => vault.newToken());
  for (const seed of seeds) expect(seed).toMatch(/^[A-Z2-7]{32}$/);
  for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/);
  expect(new Set([...seeds, ...tokens]).size).toBe(200);
  expect(vault.hash(tokens[0] ?? '')).toMatch(/^[0-9a-f]{64}$/);
});
