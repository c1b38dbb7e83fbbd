/** A Bolt app of a few lines, so that the workspace is tried with the vendor's own client and receivers. */
import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { WebClient } from '@slack/web-api';
import type { SlackWorld } from '../../../rehearsal/slack/start.ts';

export interface SmallApp {
  readonly app: App;
  stop(): Promise<void>;
}

export function webClient(world: SlackWorld, token: string = world.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: world.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
    logger: SILENT,
  });
}

export async function startHttpApp(world: SlackWorld, register: (app: App) => void): Promise<SmallApp> {
  const receiver = new HTTPReceiver({ signingSecret: world.signingSecret, logger: SILENT, port: 0 });
  const app = build(world, receiver);
  register(app);
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  const address = 'address' in server ? server.address() : null;
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  world.connect({ requestUrl: `http://127.0.0.1:${port}/slack/events` });
  return { app, stop: async () => void (await app.stop()) };
}

export async function startSocketApp(world: SlackWorld, register: (app: App) => void): Promise<SmallApp> {
  const receiver = new SocketModeReceiver({
    appToken: world.appToken,
    clientPingTimeout: 300,
    installerOptions: { clientOptions: { slackApiUrl: world.apiUrl } },
    logger: SILENT,
  });
  const app = build(world, receiver);
  register(app);
  await app.start();
  return { app, stop: async () => void (await app.stop()) };
}

function build(world: SlackWorld, receiver: HTTPReceiver | SocketModeReceiver): App {
  return new App({
    token: world.botToken,
    receiver,
    convoStore: false,
    logger: SILENT,
    clientOptions: { slackApiUrl: world.apiUrl, retryConfig: { retries: 0 } },
  });
}

const SILENT = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

/** A modal with one field of each kind the workspace offers. */
export function form(over: Partial<ModalView> = {}): ModalView {
  return {
    type: 'modal',
    callback_id: 'form',
    title: { type: 'plain_text', text: 'Roll back' },
    submit: { type: 'plain_text', text: 'Ask' },
    private_metadata: 'op_1',
    blocks: [
      {
        type: 'input',
        block_id: 'symptom',
        label: { type: 'plain_text', text: 'Symptom' },
        element: { type: 'plain_text_input', action_id: 'text' },
      },
      {
        type: 'input',
        block_id: 'target',
        label: { type: 'plain_text', text: 'Target' },
        element: {
          type: 'static_select',
          action_id: 'pick',
          options: ['v84', 'v83'].map(option),
          initial_option: option('v84'),
        },
      },
      {
        type: 'input',
        block_id: 'warnings',
        label: { type: 'plain_text', text: 'I have read' },
        element: { type: 'checkboxes', action_id: 'tick', options: ['smoke', 'migration'].map(option) },
      },
    ],
    ...over,
  };
}

export function option(value: string) {
  return { text: { type: 'plain_text' as const, text: value }, value };
}
