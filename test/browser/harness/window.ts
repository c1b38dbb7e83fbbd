/** What a person does at a window and reads there, found by role, label and words only. */
import type { Locator, Page } from 'playwright-core';
import { type Form, formOn, type Words } from './form.ts';
import { type Keyboard, keyboardOn } from './keyboard.ts';

export interface Window {
  readonly page: Page;
  readonly keyboard: Keyboard;
  /** Everything that the server has told this window, on the screen or not. */
  heard(): string;
  /** Goes to a channel by its name in the list, e.g. `#ops`. */
  goes(channel: Words): Promise<void>;
  /** Types a line in the channel that is open, and sends it by the key. */
  types(line: string): Promise<void>;
  /** The newest message in the channel that reads like this, as soon as there is one. */
  reads(words: RegExp): Promise<Locator>;
  /** The same in the open thread. */
  readsInThread(words: RegExp): Promise<Locator>;
  /** Whether the channel shows such a message now. */
  sees(words: RegExp): Promise<boolean>;
  /** Clicks a button of the newest message that reads like this. */
  taps(words: RegExp, button: Words): Promise<void>;
  /** Opens the thread of the newest message that reads like this. */
  opensThread(words: RegExp): Promise<void>;
  /** The form with this title, as soon as it is open. */
  form(title: Words): Promise<Form>;
  /** Until no form is open. */
  formsClosed(): Promise<void>;
}

export function windowOn(page: Page, heard: () => string): Window {
  const main = page.getByRole('main');
  const thread = page.getByRole('complementary', { name: /thread/i });
  const newest = (where: Locator, words: RegExp) =>
    where.getByRole('article').filter({ hasText: words }).last();
  const composer = main.getByLabel(/^Message /);

  async function seen(message: Locator): Promise<Locator> {
    await message.waitFor();
    return message;
  }

  return {
    page,
    keyboard: keyboardOn(page),
    heard,
    async goes(channel) {
      await page.getByRole('navigation', { name: 'Channels' }).getByText(channel).click();
    },
    async types(line) {
      await composer.fill(line);
      // Suggestions may be open: what is typed in full is sent by the first or the second Enter.
      await composer.press('Enter');
      if ((await composer.inputValue()) !== '') await composer.press('Enter');
    },
    reads: (words) => seen(newest(main, words)),
    readsInThread: (words) => seen(newest(thread, words)),
    sees: async (words) => (await main.getByRole('article').filter({ hasText: words }).count()) > 0,
    async taps(words, button) {
      await newest(main, words).getByRole('button', { name: button }).click();
    },
    async opensThread(words) {
      await newest(main, words)
        .getByRole('button', { name: /\d repl(y|ies)/ })
        .click();
      await thread.waitFor();
    },
    async form(title) {
      const dialog = page.getByRole('dialog', { name: title });
      await dialog.waitFor();
      return formOn(dialog);
    },
    async formsClosed() {
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    },
  };
}
