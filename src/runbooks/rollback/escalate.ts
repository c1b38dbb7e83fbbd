/** Call everybody who can help, once, with the reason: in the channel and directly. */
import { type Operation, STATUSES } from '../../operation.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import * as words from '../../words/after.ts';
import { helpWanted } from '../../words/pages.ts';
import { entitled } from '../entitlement.ts';
import { paged } from '../incident/page.ts';
import type { World } from '../world.ts';
import { saidBefore } from './answer.ts';
import { reply } from './reply.ts';

export async function escalate(
  world: World,
  operationId: string,
  slackId: string,
): Promise<Outcome<Operation>> {
  const person = await entitled(world, slackId, 'rollback.escalate');
  if (!person.ok) return person;
  const operation = await world.ledger.find(operationId);
  if (!operation) return refused({ reason: 'unknown-operation', typed: operationId });
  const operators = await world.people.operators();
  const by = person.value.name;
  const at = await world.clock.now();
  const others = operators.filter((each) => each.id !== person.value.id && !each.agent);
  const changed = await world.ledger.change(operationId, {
    from: STATUSES,
    to: null,
    mark: { name: 'escalated', by, at },
    audit: [
      {
        action: 'rollback.escalated',
        actor: person.value.id,
        targetType: 'operation',
        targetId: operationId,
        payload: { app: operation.app, called: others.map((each) => each.id) },
      },
    ],
    posts: [
      reply(operation, 'escalated', words.escalated(operation, by, world.settings.approverMentions), true),
      ...others.map((each) => ({
        key: `${operationId}/escalated/${each.slackId}`,
        channel: each.slackId,
        ...words.escalatedDirectly(operation, by),
      })),
    ],
    webhooks: await paged(world, operation.incidentId, {
      name: `escalated/${operationId}`,
      why: helpWanted(operation, by),
      at,
    }),
    timeline: { at, actor: by, text: words.timelineEscalated(operation).source },
  });
  if (changed) return done(changed);
  return refused(await saidBefore(world, operation, 'escalated'));
}
