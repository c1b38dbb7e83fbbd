/** What somebody typed stays before their eyes until the workspace shows it, whatever comes in which order. */
import { expect, test } from 'vitest';
import { createDrafts, type Values } from '../../../rehearsal/page/client/block-kit/drafts.ts';

const holding = (value: string): Values => ({ 'note/note': { type: 'plain_text_input', value } });

/** A line that somebody types in, as they see it, and what the workspace has of it. */
function line(first: string) {
  const drafts = createDrafts();
  let served = holding(first);
  drafts.settle(served);
  return {
    types(value: string): Values {
      drafts.put('note/note', { type: 'plain_text_input', value });
      return drafts.unkept();
    },
    /** The workspace has it. */
    answered: (sent: Values) => drafts.keep(sent),
    refused: (sent: Values) => drafts.drop(sent),
    /** The workspace shows this. */
    comes(value: string) {
      served = holding(value);
      drafts.settle(served);
    },
    reads() {
      const value = drafts.over(served)['note/note'];
      return value?.type === 'plain_text_input' ? value.value : null;
    },
    unkept: () => Object.keys(drafts.unkept()).length,
  };
}

test('what is typed goes before what the workspace has, until that shows it', () => {
  const { types, answered, comes, reads, unkept } = line('');
  const sent = types('a');
  comes('from elsewhere');
  expect(reads()).toBe('a');
  answered(sent);
  expect([reads(), unkept()]).toEqual(['a', 0]);
  comes('a');
  comes('from elsewhere');
  expect(reads()).toBe('from elsewhere');
});

test('the answer may come after what it changed', () => {
  const { types, answered, comes, reads } = line('');
  const sent = types('a');
  comes('a');
  answered(sent);
  comes('b');
  expect(reads()).toBe('b');
});

test('an older text of this window that comes late does not come back', () => {
  const { types, answered, comes, reads } = line('');
  const first = types('a');
  answered(first);
  const second = types('ab');
  answered(second);
  comes('a');
  expect(reads()).toBe('ab');
  comes('ab');
  expect(reads()).toBe('ab');
});

test('an answer to an older text leaves the newer one to be kept', () => {
  const { types, answered, reads, unkept } = line('');
  const first = types('a');
  types('ab');
  answered(first);
  expect([reads(), unkept()]).toEqual(['ab', 1]);
});

test('another window wins once this one has nothing newer; what is refused goes', () => {
  const { types, answered, refused, comes, reads } = line('');
  answered(types('mine'));
  comes('theirs');
  expect(reads()).toBe('theirs');
  refused(types('not this'));
  expect(reads()).toBe('theirs');
});
