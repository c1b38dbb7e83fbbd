/** An open modal, as the person before it uses it. */
import type { Locator } from 'playwright-core';

export type Words = string | RegExp;

export interface Form {
  readonly dialog: Locator;
  /** Waits until it says this. */
  says(words: Words): Promise<void>;
  fills(label: Words, text: string): Promise<void>;
  ticks(label: Words): Promise<void>;
  /** Opens the menu with this label and takes an option of it. */
  picks(label: Words, option: Words): Promise<void>;
  presses(button: Words): Promise<void>;
  /** What stands under the field as its error, once there is something. */
  errorOf(label: Words): Promise<string>;
}

export function formOn(dialog: Locator): Form {
  const page = dialog.page();
  return {
    dialog,
    async says(words) {
      await dialog.getByText(words).first().waitFor();
    },
    async fills(label, text) {
      await dialog.getByLabel(label).fill(text);
    },
    async ticks(label) {
      await dialog.getByRole('checkbox', { name: label }).check();
    },
    async picks(label, option) {
      await dialog.getByRole('combobox', { name: label }).click();
      await page.getByRole('listbox').getByRole('option', { name: option }).click();
    },
    async presses(button) {
      await dialog.getByRole('button', { name: button }).click();
    },
    async errorOf(label) {
      const field = dialog.getByLabel(label);
      const described = page.locator('[aria-invalid="true"]').and(field);
      await described.waitFor();
      const ids = (await described.getAttribute('aria-describedby')) ?? '';
      const texts = await Promise.all(ids.split(' ').map((id) => page.locator(`[id="${id}"]`).textContent()));
      return texts.join('\n');
    },
  };
}
