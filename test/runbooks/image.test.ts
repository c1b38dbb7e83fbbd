/** Which image is meant, and commands that people paste into a shell: nothing but what was meant may run. */
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RE_PIN_STEPS } from '../../src/re-pin.ts';
import { commandsOf, imageTag, isImageLost, tagOf } from '../../src/runbooks/rollback/image.ts';
import { release } from './facts.ts';

const IMAGE = 'ghcr.io/raxx-app/trademasterapi/velvet';
const APP = { name: 'raxx-velvet-prod', image: IMAGE };
const DIGEST = `sha256:${'0a1b2c3d'.repeat(8)}`;

const WORD = [...'abcxyzABCXYZ019_'];
const tag = fc
  .tuple(fc.constantFrom(...WORD), fc.array(fc.constantFrom(...WORD, '.', '-'), { maxLength: 127 }))
  .map(([first, rest]) => first + rest.join(''));
const digest = fc
  .array(fc.constantFrom(...'0123456789abcdef'), { minLength: 64, maxLength: 64 })
  .map((digits) => `sha256:${digits.join('')}`);
/** What people and accidents can type: much of it means something to a shell. */
const typed = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'ab-_.:;|&$`\'"\\(){}<>*?!#~ \n\t=%@/') }),
  fc
    .tuple(tag, fc.constantFrom(';id', ' && id', '$(id)', '`id`', '\nid', ' ', '|id', '>x'))
    .map(([a, b]) => a + b),
);

function every(of: string) {
  return RE_PIN_STEPS.flatMap((step) => commandsOf(step, APP, of));
}

describe('a tag', () => {
  test.each([
    ['main-c0ffee12', 'main-c0ffee12'],
    ['  main-c0ffee12\n', 'main-c0ffee12'],
    ['1.9.0', '1.9.0'],
    ['_x', '_x'],
    [DIGEST, DIGEST],
    [`${IMAGE}:main-c0ffee12`, 'main-c0ffee12'],
    [`${IMAGE}@${DIGEST}`, DIGEST],
    // As the runbook writes it; Docker wants an @ there.
    [`${IMAGE}:${DIGEST}`, DIGEST],
    ['', null],
    ['-rm', null],
    ['.hidden', null],
    ['a:b', null],
    ['a b', null],
    ['a/b', null],
    ['sha256:abc', null],
    [DIGEST.toUpperCase(), null],
    ['x'.repeat(129), null],
    [`${IMAGE}@main-c0ffee12`, null],
    [`other.io/image:main`, null],
    ['ｍain', null],
    ['main\u200b', null],
    ['main;reboot', null],
    ['$(reboot)', null],
  ])('%j is %j', (text, expected) => {
    expect(imageTag(text, IMAGE)).toBe(expected);
  });

  test('is taken as it is, with or without the image before it', () => {
    fc.assert(
      fc.property(fc.oneof(tag, digest), (text) => {
        const separator = text.startsWith('sha256:') ? '@' : ':';
        expect(imageTag(text, IMAGE)).toBe(text);
        expect(imageTag(`${IMAGE}${separator}${text}`, IMAGE)).toBe(text);
      }),
    );
  });

  test.each([
    ['Deploy 3a9f00c2', 'main-3a9f00c2'],
    [`Deploy ${'a'.repeat(40)}`, `main-${'a'.repeat(40)}`],
    ['Deploy abc123', null],
    ['Deployed web (3a9f00c2e417)', null],
    ['Deploy 3a9f00c2;id', null],
    ['Rollback to v2', null],
    ['Set FLAG_VELVET_THEME config vars', null],
  ])('release "%s" names %j', (description, expected) => {
    expect(tagOf(description)).toBe(expected);
  });
});

describe('a lost image is', () => {
  const gone = { eligibleForRollback: false };
  test.each([
    ['expired', 'container', release(84, { ...gone, status: 'expired' }), true],
    ['not eligible any more', 'container', release(84, gone), true],
    ['not one that Heroku still takes', 'container', release(84), false],
    [
      'not one whose release failed: it never served',
      'container',
      release(84, { ...gone, status: 'failed' }),
      false,
    ],
    ['not one still being released', 'container', release(84, { ...gone, status: 'pending' }), false],
    ['not a slug', 'slug', release(84, { ...gone, status: 'expired' }), false],
  ] as const)('%s', (_, stack, target, expected) => {
    expect(isImageLost({ stack }, target)).toBe(expected);
  });
});

describe('the commands', () => {
  test('are the runbook’s, filled in', () => {
    expect(every('main-c0ffee12')).toEqual([
      'heroku releases -a raxx-velvet-prod --num 10',
      'docker pull ghcr.io/raxx-app/trademasterapi/velvet:main-c0ffee12',
      'docker tag ghcr.io/raxx-app/trademasterapi/velvet:main-c0ffee12 registry.heroku.com/raxx-velvet-prod/web',
      'docker push registry.heroku.com/raxx-velvet-prod/web',
      'heroku container:release web -a raxx-velvet-prod',
    ]);
    expect(commandsOf('pull', APP, DIGEST)).toEqual([`docker pull ${IMAGE}@${DIGEST}`]);
  });

  test('that need a tag are empty without one', () => {
    expect(RE_PIN_STEPS.filter((step) => commandsOf(step, APP, null).length === 0)).toEqual([
      'pull',
      'retag',
    ]);
    expect(commandsOf('pull', { name: 'raxx-velvet-prod', image: null }, 'main-c0ffee12')).toEqual([]);
  });

  test('hold nothing that means anything to a shell, and no option nobody wrote, whatever was typed', () => {
    fc.assert(
      fc.property(fc.oneof(typed, tag, digest), (text) => {
        const accepted = imageTag(text, IMAGE);
        if (accepted === null) return;
        for (const command of every(accepted)) {
          expect(command).toMatch(/^[A-Za-z0-9 ._:@/-]+$/);
          const options = command.split(' ').filter((word) => word.startsWith('-'));
          expect(['-a', '--num', undefined]).toEqual(expect.arrayContaining(options));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('arrive in a real shell word for word', () => {
    const samples = fc.sample(fc.oneof(tag, digest), 20).flatMap(every);
    const script = samples.map((command) => `printf '%s|' ${command}; echo`).join('\n');
    const heard = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).trimEnd().split('\n');
    expect(heard).toEqual(samples.map((command) => `${command.split(' ').join('|')}|`));
  });
});
