/** What the thread hears of a webhook: nothing while it goes well. */
import { INCIDENT_KEY } from '../../ids.ts';
import type { Post } from '../../ports.ts';
import type { Delivery, Settlement } from '../../webhooks.ts';
import * as words from '../../words/webhooks.ts';
import type { World } from '../world.ts';
import { PAGE_RESOLVED } from './page.ts';

/** A blip is over by the second try. */
const SAID_AFTER_TRIES = 2;
const A_DAY_MS = 24 * 60 * 60_000;

export function webhookReport({ settings }: Pick<World, 'settings'>) {
  return (delivery: Delivery, settlement: Settlement, host: string): readonly Post[] =>
    report(delivery, settlement, host, settings.opsChannels[0]);
}

function report(
  delivery: Delivery,
  settlement: Settlement,
  host: string,
  elsewhere: string,
): readonly Post[] {
  const tries = delivery.tries + 1;
  const { key, writtenAt, incident } = delivery;
  const to = incident && key === PAGE_RESOLVED(incident.id) ? 'paging, resolved' : delivery.to;
  if (settlement.state === 'delivered')
    return tries > SAID_AFTER_TRIES ? [said('taken', words.takenAfterAll(to, host).source, false)] : [];
  if (settlement.state === 'given-up')
    return [said('given-up', words.givenUp(to, host, settlement.problem).source, true)];
  if (tries !== SAID_AFTER_TRIES) return [];
  const until = new Date(writtenAt.getTime() + A_DAY_MS);
  return [said('failing', words.failing(to, host, settlement.problem, until).source, true)];

  function said(what: string, text: string, broadcast: boolean): Post {
    return {
      key: `webhook/${key}/${what}`,
      channel: incident?.channel ?? elsewhere,
      ...(incident ? { thread: INCIDENT_KEY(incident.id), broadcast } : {}),
      text,
    };
  }
}
