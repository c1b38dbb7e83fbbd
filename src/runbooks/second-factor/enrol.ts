/** A person gets a second factor: the key is shown once, and counts from its first right code on (facts/threats.md T24). */
import { enrolmentUri } from '../../access/totp.ts';
import type { Actor } from '../../operation.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import type { Proof } from '../../second-factor.ts';
import * as words from '../../words/second-factor.ts';
import { actor, entitled } from '../entitlement.ts';
import type { World } from '../world.ts';
import { prove } from './prove.ts';

const PAGE_MS = 5 * 60_000;

/** Shown to the person, and nowhere else. */
export interface Shown {
  /** In groups of four, as it is typed into an app. */
  readonly key: string;
  readonly uri: string;
  /** Where a QR code of it is, once; null when the bot shows no pages. */
  readonly page: string | null;
  /** Which of the person's seeds this is. */
  readonly no: number;
}

/** What a person who asks for a second factor is to be shown first. */
export async function startEnrolment(
  world: World,
  slackId: string,
): Promise<Outcome<{ readonly kind: 'old-code-first' } | { readonly kind: 'shown'; readonly shown: Shown }>> {
  const person = await entitled(world, slackId, 'second-factor.enrol');
  if (!person.ok) return person;
  if (!world.vault) return refused({ reason: 'second-factor-unavailable' });
  const shown = await begin(world, actor(person.value), null);
  return shown ? done({ kind: 'shown', shown }) : done({ kind: 'old-code-first' });
}

/** A new one in place of the one in use, which goes on counting until the new one is proved. */
export async function replaceFactor(world: World, slackId: string, typed: string): Promise<Outcome<Shown>> {
  const person = await entitled(world, slackId, 'second-factor.enrol');
  if (!person.ok) return person;
  const who = actor(person.value);
  const proof = await prove(world, who, typed);
  if (!proof.ok) return proof;
  const shown = await begin(world, who, proof.value);
  return shown ? done(shown) : refused({ reason: 'code-used' });
}

/** Null when one is in use and the proof is not of it. */
async function begin(world: World, person: Actor, proof: Proof | null): Promise<Shown | null> {
  const { vault, settings } = world;
  if (!vault) return null;
  const seed = vault.newSeed();
  const token = settings.publicUrl === null ? null : vault.newToken();
  const expiresAt = new Date((await world.clock.now()).getTime() + PAGE_MS);
  const no = await world.secondFactors.begin(
    person,
    vault.seal(person.id, seed),
    token === null ? null : { hash: vault.hash(token), expiresAt },
    proof,
  );
  if (no === null) return null;
  return {
    key: seed.replaceAll(/(.{4})(?=.)/g, '$1 '),
    uri: enrolmentUri(seed, person.name),
    page: token === null ? null : `${settings.publicUrl}/totp/${token}`,
    no,
  };
}

/** The first code shows that the key arrived; said where others see it, so that nobody gets one unnoticed. */
export async function confirmEnrolment(
  world: World,
  slackId: string,
  no: number,
  typed: string,
): Promise<Outcome<Date>> {
  const person = await entitled(world, slackId, 'second-factor.enrol');
  if (!person.ok) return person;
  const who = actor(person.value);
  const proof = await prove(world, who, typed, 'pending');
  if (!proof.ok) return proof;
  const at = await world.clock.now();
  const confirmed =
    proof.value.seedNo === no &&
    (await world.secondFactors.confirm(proof.value, at, {
      audit: [
        {
          action: 'second-factor.enrolled',
          actor: who.id,
          targetType: 'person',
          targetId: who.id,
          payload: { no },
        },
      ],
      posts: [
        {
          key: `second-factor/${who.id}/enrolled/${no}`,
          channel: world.settings.opsChannels[0],
          ...words.enrolled(who, at),
        },
      ],
    }));
  return confirmed ? done(at) : refused({ reason: 'form-outdated' });
}

/** What the QR code on a page holds, the first time it is asked for; null ever after, and for any other address. */
export async function redeemPage(world: World, token: string): Promise<string | null> {
  const { vault } = world;
  if (!vault) return null;
  const found = await world.secondFactors.redeem(vault.hash(token));
  return found && enrolmentUri(vault.open(found.person, found.sealed), found.name);
}
