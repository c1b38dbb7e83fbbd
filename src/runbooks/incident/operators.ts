/**
 * The operator texts, told to each operator directly or left for the digest (rollback.md, comms; ruling 14). Whoever
 * writes one only names it in the transaction (`Consequences.operators`): whom to tell is Slack's to say, and nothing
 * that is urgent waits for Slack.
 */
import type { Incident, UntoldText } from '../../incident.ts';
import type { CameTo } from '../../incidents.ts';
import type { Person } from '../../people.ts';
import * as words from '../../words/digest.ts';
import { whereIs } from '../../words/home.ts';
import type { World } from '../world.ts';
import type { Deed } from './agenda.ts';
import { type AtOnce, digestRule } from './digest-rule.ts';

/** One text's moment has come; without a subject, that of everything the incident has waiting: it became a live flow. */
export const tell: Deed = async (world, incident, { subject }) => {
  const waiting = await world.incidents.untold(incident.id);
  return told(world, incident, subject === '' ? waiting : waiting.filter(({ key }) => key === subject));
};

/** It runs into the next UTC day: what waited for the digest is told. */
export const nextDayBegins: Deed = async (world, incident) =>
  told(world, incident, await world.incidents.untold(incident.id));

async function told(world: World, incident: Incident, texts: readonly UntoldText[]): Promise<CameTo | null> {
  if (texts.length === 0) return null;
  const rule = digestRule(world.settings.launchPhase, incident, await world.clock.now());
  return rule.told === 'digest' ? null : atOnce(world, incident, texts, rule.why);
}

async function atOnce(
  world: World,
  incident: Incident,
  texts: readonly UntoldText[],
  why: AtOnce,
): Promise<CameTo> {
  const place = await world.incidents.headline(incident.id);
  const message = words.toldDirectly(texts, why, incident, whereIs('thread', place, world.slackAddress()));
  const last = texts.at(-1)?.key ?? '';
  return {
    audit: [],
    posts: (await operators(world)).map((slackId) => ({
      key: `incident/${incident.id}/told/${last}/${slackId}`,
      channel: slackId,
      ...message,
    })),
    told: texts.map(({ id }) => id),
  };
}

/** Everybody who may decide, whoever they are tonight: Slack ids. A look-up that takes long leaves nobody out. */
export async function operators(
  world: World,
  but: Pick<Person, 'id'> | null = null,
): Promise<readonly string[]> {
  const found = (await world.people.operators()).filter(({ agent }) => !agent);
  if (found.length === 0) return world.settings.approverMentions.people;
  return found.filter(({ id }) => id !== but?.id).map(({ slackId }) => slackId);
}
