/** A release command's output: 404 until it starts, then open until it ends. No token asked. */
import type { ServerResponse } from 'node:http';
import type { App, Release } from './model.ts';
import type { World } from './world.ts';

export interface RunningCommand {
  readonly app: App;
  readonly release: Release;
}

/** Undefined while there is nothing to read. */
export function findOutput(world: World, token: string): RunningCommand | undefined {
  for (const app of world.apps.values()) {
    const release = app.releases.find((each) => each.command?.streamToken === token);
    if (release?.command) return release.command.state === 'waiting' ? undefined : { app, release };
  }
  return undefined;
}

export function writeOutput(world: World, { app, release }: RunningCommand, response: ServerResponse): void {
  const { command } = release;
  if (command === null) return;
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
  response.flushHeaders();
  let written = 0;
  const catchUp = () => {
    for (const line of command.lines.slice(written)) response.write(`${line}\n`);
    written = command.lines.length;
  };
  catchUp();
  if (command.state === 'over') {
    response.end();
    return;
  }
  const leave = world.subscribe((event) => {
    if (event.kind === 'log' && event.app === app) catchUp();
    if (event.kind === 'release-settled' && event.release === release) {
      catchUp();
      response.end();
    }
  });
  response.on('close', leave);
}
