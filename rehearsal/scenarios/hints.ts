/** What most stories ask of people, in the order in which they do it. */
import type { Hint } from './scenario.ts';

export function asking(app: string, rest: string): Hint {
  return {
    text: 'Ana types the command in #ops, reads the checks in the form, and sends it.',
    as: 'ana',
    types: `/rollback ${app} ${rest}`,
    done: async (sees) => (await sees.newest()) !== null,
  };
}

export function opening(who: string, app: string, symptom: string): Hint {
  return {
    text: `${who.charAt(0).toUpperCase()}${who.slice(1)} types the command in #ops, looks over the form, and opens it.`,
    as: who,
    types: `/incident open ${app} ${symptom}`,
    done: async (sees) => (await sees.incidents()).length > 0,
  };
}

export const approving: Hint = {
  text: 'Bo, the second operator, taps [Review] in #ops, ticks every warning, and rolls back.',
  as: 'bo',
  done: async (sees) => (await sees.newest())?.approved ?? false,
};

export const proving: Hint = {
  text: 'Watch the card: the release, the dynos, the smoke check; recovery is claimed once it has held.',
  done: (sees) => sees.is('recovered'),
};
