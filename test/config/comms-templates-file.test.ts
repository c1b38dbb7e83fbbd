/** The team's own texts: what is wrong with them is told all at once, with lines and remedies. */
import { expect, test } from 'vitest';
import { readTemplatesFile } from '../../src/config/comms-templates-file.ts';
import { readTextFile } from '../../src/config/environment.ts';
import { explainProblems } from '../../src/config/problems.ts';

const FILE = 'templates.yaml';

function problemsOf(text: string | null): readonly string[] {
  const { value, problems } = readTemplatesFile(FILE, text);
  expect(value === null).toBe(problems.length > 0);
  return problems.length === 0 ? [] : explainProblems(problems).split('\n').slice(1);
}

test('the shipped file is good, and each of its texts has an audience', () => {
  const { value, problems } = readTemplatesFile(FILE, readTextFile('config/comms_templates.yaml'));
  expect(problems).toEqual([]);
  expect(
    value?.map(({ name, audience, variables }) => [name, audience, variables.map((each) => each.name)]),
  ).toEqual([
    ['still-working', 'public', []],
    ['partly-working', 'public', ['works', 'not_yet']],
    ['upstream', 'public', ['provider']],
    ['handover', 'operators', ['to', 'next']],
    ['call-opened', 'operators', ['where']],
  ]);
});

test('everything wrong is said together', () => {
  const text = `
investigating:
  audience: public
  text: Again
Bad Name:
  audience: public
  text: x
leaky:
  audience: public
  text: "{app} is down at {nowhere}; no account data has been affected."
square:
  audience: operators
  text: Look at [link]
loud:
  audience: public
  text: Hello @here
asks:
  audience: operators
  variables: { app: Which, spare: Nothing }
  text: About {app}
nobody:
  audience: everybody
  text: ''
  extra: 1
still-working:
  audience: operators
  text: On it
`;
  expect(problemsOf(text)).toMatchInlineSnapshot(`
    [
      "- templates.yaml:5: Bad Name has a name that does not fit. Write template names in lower-case letters, digits and dashes, letter first.",
      "- templates.yaml:22: nobody.audience does not fit. Write one of: operators, public.",
      "- templates.yaml:23: nobody.text does not fit. Write the text, in at most 1500 characters.",
      "- templates.yaml:24: "extra" is not a key of nobody. Known here: audience, text, variables.",
      "- templates.yaml:2: "investigating" is an approved text. Choose another name.",
      "- templates.yaml:10: leaky uses {app}, which nobody fills in. Declare it below variables, or use one of: surface, started, elapsed, now.",
      "- templates.yaml:10: leaky uses {nowhere}, which nobody fills in. Declare it below variables, or use one of: surface, started, elapsed, now.",
      "- templates.yaml:10: leaky says that no account data has been affected. A person ticks that each time; take it out.",
      "- templates.yaml:13: square has "[link]" in it. Write {names} in lower case for what is filled in.",
      "- templates.yaml:16: loud mentions "@here". Customers are not in this Slack; take it out.",
      "- templates.yaml:19: asks does not use its variable "spare". Use it, or remove it.",
      "- templates.yaml:19: asks asks for "app", which is a fact. Choose another name.",
      "- templates.yaml:26: still-working is drafted by itself. It is public and asks for nothing.",
    ]
  `);
});

test.each([null, 'a: [', '- a list', '{}'])('%j', (text) => {
  expect(problemsOf(text).length).toBe(text === '{}' ? 0 : 1);
});

test('more than people can look through', () => {
  const many = Array.from({ length: 31 }, (_, n) => `t${n}: { audience: public, text: x }`).join('\n');
  expect(problemsOf(many)).toMatchInlineSnapshot(`
    [
      "- templates.yaml:1: has more than 30 templates. Remove those that nobody uses.",
    ]
  `);
});
