/** A process of its own that starts, or adopts, the embedded server, and stops it when told to. */
import { type EmbeddedOptions, startEmbeddedPostgres } from '../../src/postgres/embedded.ts';

process.once('message', (options: EmbeddedOptions) => {
  void run(options);
});

async function run(options: EmbeddedOptions): Promise<void> {
  try {
    const server = await startEmbeddedPostgres(options);
    process.send?.({ url: server.url });
    await new Promise((told) => process.once('message', told));
    await server.stop();
    process.send?.({ stopped: true });
  } catch (error) {
    process.send?.({ fault: String(error) });
  }
  process.disconnect();
}
