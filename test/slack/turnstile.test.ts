import { expect, test } from 'vitest';
import { turnstile } from '../../src/slack/turnstile.ts';

/** Works that end when told, and which of them have begun. */
function works() {
  const begun: string[] = [];
  const ends = new Map<string, (fail?: Error) => void>();
  const work = (name: string) => () =>
    new Promise<string>((resolve, reject) => {
      begun.push(name);
      ends.set(name, (fail) => (fail ? reject(fail) : resolve(name)));
    });
  return { begun, work, end: (name: string, fail?: Error) => ends.get(name)?.(fail) };
}

test('so many at once, the others in the order they came', async () => {
  const { begun, work, end } = works();
  const inTurn = turnstile(2);
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => inTurn(work(name)));
  expect(begun).toEqual(['a', 'b']);
  end('b');
  expect(await b).toBe('b');
  expect(begun).toEqual(['a', 'b', 'c']);
  end('a');
  await a;
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
  end('c');
  end('d');
  expect(await Promise.all([c, d])).toEqual(['c', 'd']);
});

test('a work that fails makes room too, and the failure reaches its caller', async () => {
  const { begun, work, end } = works();
  const inTurn = turnstile(1);
  const [first, second] = [inTurn(work('first')), inTurn(work('second'))];
  end('first', new Error('no'));
  await expect(first).rejects.toThrow('no');
  expect(begun).toEqual(['first', 'second']);
  end('second');
  expect(await second).toBe('second');
  const third = inTurn(work('third'));
  expect(begun).toContain('third');
  end('third');
  await third;
});
