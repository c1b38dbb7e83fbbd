/** The bot in a process of its own, for stories in which it is killed. Told what to read by its parent, once. */
import { z } from 'zod';
import { startBot } from './start-bot.ts';

const Orders = z.object({
  environment: z.record(z.string(), z.string()),
  yaml: z.string(),
  databaseUrl: z.string(),
});

process.once('message', (message) => {
  const { environment, yaml, databaseUrl } = Orders.parse(message);
  startBot({ environment, yaml }, databaseUrl).then(
    ({ port }) => process.send?.({ port }),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    },
  );
});
// Its parent is dead.
process.once('disconnect', () => process.exit(0));
// Ctrl-C reaches everybody at the terminal; the parent ends this one in its turn.
process.on('SIGINT', () => undefined);
