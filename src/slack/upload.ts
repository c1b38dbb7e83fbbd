/** The bytes of a file, sent to the address that Slack gave for them. */
import { classify, type SlackReply } from './slack-failure.ts';

const LIMIT_MS = 20_000;

/**
 * Once; it may be done again with another address, since nobody sees a file before it is shared. The address comes from
 * Slack: over TLS, or from the local Slack (`apiUrl`) back to itself.
 */
export async function sendBytes(
  address: string,
  bytes: Uint8Array<ArrayBuffer>,
  apiUrl: string | null,
): Promise<SlackReply<null>> {
  const url = URL.canParse(address) ? new URL(address) : null;
  const ownHost = apiUrl !== null && url?.host === new URL(apiUrl).host;
  if (url === null || (url.protocol !== 'https:' && !ownHost)) {
    return { ok: false, why: 'slack-error', code: 'bad_upload_address' };
  }
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: bytes,
      headers: { 'content-type': 'application/octet-stream' },
      redirect: 'error',
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    await response.body?.cancel();
    if (response.ok) return { ok: true, value: null };
    return response.status < 500
      ? { ok: false, why: 'slack-error', code: `http_${response.status}` }
      : { ok: false, why: 'lost', detail: `HTTP ${response.status}` };
  } catch (error) {
    return classify(error);
  }
}
