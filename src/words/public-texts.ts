/** Drafts of what customers are told (rollback.md, comms): shown exactly as they would go out, published by a person. */
import type { ActionsBlock } from '@slack/types';
import { TAPS } from '../ids.ts';
import type { Actor } from '../operation.ts';
import type { Message } from '../ports.ts';
import type { PublicText } from '../publications.ts';
import { buttons, plainText, section } from './blocks.ts';
import { channelLink, lines, type Mrkdwn, say } from './mrkdwn.ts';
import { NO_ACCOUNT_DATA, PUBLIC_RECOVERED, PUBLIC_ROLLED_BACK, publicInvestigating } from './templates.ts';
import { hourMinute } from './time.ts';

/** Where the tick of the account-data sentence stands. */
export const CLAIM = { block: 'claim', value: 'no-account-data' } as const;

const PUBLISH: Readonly<Record<PublicText, string>> = {
  investigating: TAPS.publishInvestigating,
  'rolled-back': TAPS.publishRolledBack,
  recovered: TAPS.publishRecovered,
};

const WHEN: Readonly<Record<PublicText, Mrkdwn>> = {
  investigating: say`while you look`,
  'rolled-back': say`now that the rollback is live`,
  recovered: say`once you have seen for yourself that it works`,
};

/** The text itself; the claim stands only in the first. */
export function publicText(which: PublicText, surface: string, claimsNoDataAffected: boolean): Mrkdwn {
  switch (which) {
    case 'investigating':
      return publicInvestigating(surface, claimsNoDataAffected);
    case 'rolled-back':
      return PUBLIC_ROLLED_BACK;
    case 'recovered':
      return PUBLIC_RECOVERED;
  }
}

/** `channel` null: nowhere to publish, so it is there to be copied. */
export function draft(
  which: PublicText,
  surface: string,
  operationId: string,
  channel: string | null,
): Message {
  const head = channel
    ? say`Draft for customers, ${WHEN[which]}. [Publish] puts it into ${channelLink(channel)} as it stands:`
    : say`Draft for customers, ${WHEN[which]}. No status channel is configured: copy it to where they read.`;
  const text = publicText(which, surface, false);
  const shown = lines(head, quote(text));
  if (channel === null) return { text: shown.source };
  const publish = buttons({ id: PUBLISH[which], label: 'Publish', value: operationId, style: 'primary' });
  return {
    text: shown.source,
    blocks: [section(head), section(quote(text)), ...(which === 'investigating' ? [claim()] : []), publish],
  };
}

function claim(): ActionsBlock {
  return {
    type: 'actions',
    block_id: CLAIM.block,
    elements: [
      {
        type: 'checkboxes',
        action_id: TAPS.claimNoAccountData,
        options: [
          {
            text: plainText(`Add: ${NO_ACCOUNT_DATA}`),
            description: plainText('Only if you know it.'),
            value: CLAIM.value,
          },
        ],
      },
    ],
  };
}

function quote(text: Mrkdwn): Mrkdwn {
  return say`> ${text}`;
}

export function published(which: PublicText, channel: string, by: Actor, at: Date): Message {
  return {
    text: say`${by.name} published at ${hourMinute(at)} in ${channelLink(channel)}: ${PUBLIC_NAMES[which]}.`
      .source,
  };
}

export const PUBLIC_NAMES: Readonly<Record<PublicText, string>> = {
  investigating: 'we are investigating',
  'rolled-back': 'we have rolled back',
  recovered: 'the platform has recovered',
};

export const timelinePublished = (text: Mrkdwn): Mrkdwn => say`Published to customers: ${text}`;
