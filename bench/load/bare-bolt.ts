/** The peer: Bolt 5 alone, one listener that acknowledges. No replay refusal, no database, nothing durable. */
import { App, HTTPReceiver } from '@slack/bolt';

const receiver = new HTTPReceiver({ signingSecret: process.env['SLACK_SIGNING_SECRET'] ?? '' });
const app = new App({ receiver, authorize: async () => ({ botToken: 'xoxb-unused' }) });
app.command('/rollback', ({ ack }) => ack());
await app.start(Number(process.env['PORT']));
process.send?.('ready');
