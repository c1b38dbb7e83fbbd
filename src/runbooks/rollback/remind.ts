/** While a request waits: the approvers are called, called again, and its requester learns what is left to do. */
import { soloAfter } from '../../apps.ts';
import type { Operation } from '../../operation.ts';
import { may } from '../../people.ts';
import type { Message, Post, Run } from '../../ports.ts';
import * as approvalWords from '../../words/approval.ts';
import { nobodyAnswered, timelinePaged } from '../../words/pages.ts';
import * as words from '../../words/rollback.ts';
import { paged } from '../incident/page.ts';
import { nag } from '../second-factor/nag.ts';
import { approversBut, type World } from '../world.ts';
import { reply } from './reply.ts';

const AGAIN_AFTER_MS = 60_000;
/** When nobody may approve alone, how long until the requester is told that nobody answered. */
const TELL_AFTER_MS = 120_000;

/** Ends as soon as somebody decided, at `until` at the latest. */
export async function remind(run: Run, world: World, operationId: string, until: Date): Promise<void> {
  const operation = await world.ledger.find(operationId);
  if (!operation) return;
  const app = world.apps.find(operation.app);
  const alone = app && soloAfter(app);
  const after = (ms: number) => new Date(Math.min(operation.requestedAt.getTime() + ms, until.getTime()));
  const decidedBy = (name: string, at: Date) =>
    run.wait(name, at, async (now) => ((await waiting(world, operationId, now)) ? null : 'decided'));

  await run.step('ask the approvers', () => ask(world, operationId));
  if ((await decidedBy('first minute', after(AGAIN_AFTER_MS))) !== null) return;
  await run.step('ask again', () => askAgain(world, operationId));
  // Who may approve alone from the start is told as soon as nobody has come running.
  const offerAfter = Math.max(alone ?? TELL_AFTER_MS, AGAIN_AFTER_MS);
  if ((await decidedBy('second minute', after(offerAfter))) !== null) return;
  await run.step('nobody answered', () => tellRequester(world, operationId));
  await decidedBy('expiry', until);
}

/** The operation while it still waits for somebody. */
async function waiting(world: World, operationId: string, now?: Date): Promise<Operation | null> {
  const operation = await world.ledger.find(operationId);
  if (operation?.status !== 'requested') return null;
  return operation.expiresAt > (now ?? (await world.clock.now())) ? operation : null;
}

async function ask(world: World, operationId: string): Promise<null> {
  const operation = await waiting(world, operationId);
  if (!operation) return null;
  await world.ledger.post(await toOthers(world, operation, 'ask', words.asksDirectly(operation)));
  const app = world.apps.find(operation.app);
  if (app && soloAfter(app) !== null) await nag(world, [operation.requester]);
  return null;
}

async function askAgain(world: World, operationId: string): Promise<null> {
  const operation = await waiting(world, operationId);
  if (!operation) return null;
  const others = approversBut(world.settings, operation.requester.slackId);
  await world.ledger.post([
    reply(operation, 'ask-again', approvalWords.asksAgain(operation, others)),
    ...(await toOthers(world, operation, 'ask-again', approvalWords.asksAgainDirectly(operation))),
  ]);
  return null;
}

async function toOthers(
  world: World,
  { id, requester }: Operation,
  name: string,
  message: Message,
): Promise<readonly Post[]> {
  const operators = await world.people.operators();
  return operators
    .filter((person) => person.id !== requester.id && !person.agent)
    .map((person) => ({ key: `${id}/${name}/${person.slackId}`, channel: person.slackId, ...message }));
}

/** In the thread for all to see, and directly. */
async function tellRequester(world: World, operationId: string): Promise<null> {
  const operation = await waiting(world, operationId);
  if (!operation) return null;
  const { requester } = operation;
  const message = (await mayGoAlone(world, operation))
    ? approvalWords.offersAlone(
        operation,
        (await world.secondFactors.enrolled([requester.id])).has(requester.id),
      )
    : approvalWords.nobodyAnswered(operation, await whoCan(world, operation));
  const posts = [
    reply(operation, 'nobody-answered', message),
    { key: `${operationId}/nobody-answered/direct`, channel: requester.slackId, ...message },
  ];
  if (operation.incidentId === null) await world.ledger.post(posts);
  else await sayAndPage(world, operation, operation.incidentId, posts);
  return null;
}

/** In production people are woken, and the timeline says so. */
async function sayAndPage(
  world: World,
  operation: Operation,
  incidentId: string,
  posts: readonly Post[],
): Promise<void> {
  const at = await world.clock.now();
  const page = { name: `nobody-answered/${operation.id}`, why: nobodyAnswered(operation), at };
  await world.incidents.record(
    incidentId,
    { kind: 'escalation', key: page.name, at, actor: 'Switchback', text: timelinePaged(page).source },
    { audit: [], posts, webhooks: await paged(world, incidentId, page) },
  );
}

async function mayGoAlone(world: World, { app, requester }: Operation): Promise<boolean> {
  const found = world.apps.find(app);
  if (!found || soloAfter(found) === null || !world.vault) return false;
  const who = await world.people.who(requester.slackId);
  return who.ok && may(who.person, 'rollback.approve');
}

async function whoCan(world: World, { requester }: Operation): Promise<readonly string[]> {
  const approvers = await world.people.approvers();
  return approvers
    .filter((person) => person.id !== requester.id && !person.agent)
    .map((person) => person.name);
}
