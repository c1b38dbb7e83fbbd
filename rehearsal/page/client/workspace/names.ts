/** Names for the ids in a text, as this window knows them. */
import { useMemo } from 'react';
import type { Names } from '../../../slack/render/mrkdwn.ts';
import { useSingle } from '../window.ts';

export function useNames(): Names {
  const directory = useSingle('directory');
  return useMemo(
    () => ({
      user: (id) => directory?.users[id],
      channel: (id) => directory?.channels[id],
      group: (id) => directory?.groups[id],
    }),
    [directory],
  );
}
