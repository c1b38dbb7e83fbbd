/** Where webhooks of one kind go, and what is added when one is sent. */
import type { WebhookKind } from '../webhooks.ts';

export interface Destination {
  readonly kind: WebhookKind;
  readonly url: string;
  /**
   * What goes out for a body: signed, or with the key that the receiver wants in it. Secrets are added here and
   * nowhere else. `at` is real time.
   */
  dress(
    body: string,
    at: Date,
  ): { readonly headers: Readonly<Record<string, string>>; readonly body: string };
}
