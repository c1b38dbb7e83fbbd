/** Container apps: Heroku has lost the image, people push it again by the checklist, the bot proves it (rollback.md). */
import { describe, test } from 'vitest';
import { KRISTERPHER } from '../../rehearsal/heroku/seed.ts';
import type { SeenMessage } from '../../rehearsal/slack/people/sight.ts';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms({ 'raxx-velvet-prod': 9 });
const DIGEST = `sha256:${'c0ffee12'.repeat(8)}`;
const TICKS = ['find', 'pull', 'retag', 'push', 'release'] as const;

/** Asked by Ana, approved by Bo, refused by Heroku because the image is gone; the checklist. */
async function imageGone(room: Room, target = 2): Promise<SeenMessage> {
  rooms.stage().heroku.control.imageGone(room.app, target);
  await room.asks('ana', `v${target} checkout is empty`);
  await room.approves('bo');
  await room.becomes('needs_human');
  return room.sees('ana', /Push v\d+'s image to/);
}

/** The checklist as it is now. */
function checklist(room: Room): SeenMessage {
  const found = room.as('ana').find(room.channel, /Push v\d+'s image to/);
  if (!found) throw new Error('no checklist');
  return found;
}

async function ticks(room: Room, handle: string, ...steps: readonly (typeof TICKS)[number][]): Promise<void> {
  for (const step of steps) await room.as(handle).tap(checklist(room), `re-pin.${step}`);
}

/** What somebody's `docker push` and `heroku container:release web` come to. */
function released(room: Room, by = KRISTERPHER) {
  return rooms.stage().heroku.control.release(room.app, by, { kind: 'container', image: DIGEST });
}

describe.concurrent('the image is gone', () => {
  test('two people go through the checklist, the release is found, verified and recorded', async ({
    expect,
  }) => {
    const room = rooms.room('raxx-velvet-prod');
    const opened = await imageGone(room);
    expect(room.readable(opened.plain)).toMatchInlineSnapshot(`
      "*Push v2's image to raxx-velvet-prod again, by hand* · 0 of 5 done
      Image: \`main-3a9f00c2\`, by v2's commit. See in GHCR that it is there.
      [Another tag]
      ☐ 1. Find the image: the good release's commit, its tag in GHCR or the CI log
      \`\`\`
      heroku releases -a raxx-velvet-prod --num 10
      \`\`\`
      [Found]
      ☐ 2. Pull it to your machine
      \`\`\`
      docker pull ghcr.io/raxx-app/trademasterapi/velvet:main-3a9f00c2
      \`\`\`
      [Pulled]
      ☐ 3. Tag it for Heroku
      \`\`\`
      docker tag ghcr.io/raxx-app/trademasterapi/velvet:main-3a9f00c2 registry.heroku.com/raxx-velvet-prod/web
      \`\`\`
      [Tagged]
      ☐ 4. Push it to Heroku's registry
      \`\`\`
      docker push registry.heroku.com/raxx-velvet-prod/web
      \`\`\`
      [Pushed]
      ☐ 5. Release it
      \`\`\`
      heroku container:release web -a raxx-velvet-prod
      \`\`\`
      [Released]
      Config vars stay as they are. v2 had others: FLAG_VELVET_THEME
      Then I look for the release and verify it. By hand: \`heroku releases -a raxx-velvet-prod --num 3\`, \`heroku ps -a raxx-velvet-prod\`
      Refused at the push? \`heroku container:login\` first.
      [Close]"
    `);
    await ticks(room, 'ana', 'find', 'pull');
    await ticks(room, 'kim', 'retag', 'push');
    released(room);
    await ticks(room, 'ana', 'release');
    await room.becomes('recovered');
    await room.sees('bo', /RECOVERED/);
    await room.sees('bo', /I watch it/);
    await room.sees('ana', /runs it/);
    expect(room.reads('ana')).toMatchInlineSnapshot(`
      "Incident open: raxx-velvet-prod checkout is empty. Investigating. Started: HH:MM UTC
      ---
      Draft for customers, while you look. [Publish] puts it into #status as it stands:
      > We are investigating an issue affecting velvet. Our team is on it and we will post an update within 15 minutes.
      [ ] Add: No account data has been affected.
      [Publish]
      ---
      *raxx-velvet-prod v4 → v2 (image pushed again by hand)* · RECOVERED · M:SS
      ✓ Approved Bo HH:MM:SS UTC · image pushed by Kim, released HH:MM:SS UTC → v5
      ✓ Release v5 succeeded
      ✓ Dynos on v5: 1 of 1
      ✓ Smoke: 200 (200 before)
      ✓ Recovered HH:MM:SS UTC, held, confirmed
      Ended HH:MM:SS UTC
      By hand: \`heroku ps -a raxx-velvet-prod\` · rb-xxxxxxxx
      ---
      Approved by Bo at HH:MM UTC: raxx-velvet-prod v4 → v2. Sending now. @Ana @Bo
      ---
      Rolling back raxx-velvet-prod from v4 to v2. Initiated at HH:MM UTC.
      ---
      Heroku refused to bring v2 back to raxx-velvet-prod: its image is gone. Nothing changed. @Ana @Bo
      Push it again by hand: the checklist is in the thread, every command filled in. [Close] ends it.
      [Close]
      ---
      *Push v2's image to raxx-velvet-prod again, by hand* · v5 runs it
      Image: \`main-3a9f00c2\`, by v2's commit. See in GHCR that it is there.
      ✓ 1. Find the image: the good release's commit, its tag in GHCR or the CI log · Ana HH:MM:SS UTC
      \`\`\`
      heroku releases -a raxx-velvet-prod --num 10
      \`\`\`
      ✓ 2. Pull it to your machine · Ana HH:MM:SS UTC
      \`\`\`
      docker pull ghcr.io/raxx-app/trademasterapi/velvet:main-3a9f00c2
      \`\`\`
      ✓ 3. Tag it for Heroku · Kim HH:MM:SS UTC
      \`\`\`
      docker tag ghcr.io/raxx-app/trademasterapi/velvet:main-3a9f00c2 registry.heroku.com/raxx-velvet-prod/web
      \`\`\`
      ✓ 4. Push it to Heroku's registry · Kim HH:MM:SS UTC
      \`\`\`
      docker push registry.heroku.com/raxx-velvet-prod/web
      \`\`\`
      ✓ 5. Release it · Ana HH:MM:SS UTC
      \`\`\`
      heroku container:release web -a raxx-velvet-prod
      \`\`\`
      Config vars stay as they are. v2 had others: FLAG_VELVET_THEME
      Then I look for the release and verify it. By hand: \`heroku releases -a raxx-velvet-prod --num 3\`, \`heroku ps -a raxx-velvet-prod\`
      Refused at the push? \`heroku container:login\` first.
      ---
      v5 (Deployed web (c0ffee12c0ff), kristerpher@raxx.app) runs the pushed image. Verifying it now. @Ana @Bo
      ---
      Recovery confirmed: v5 (image main-3a9f00c2 pushed again by Kim) is live, dynos up, smoke check passing. HH:MM UTC. Wall-clock: N min.
      ---
      raxx-velvet-prod is back on the image main-3a9f00c2, M:SS after the request. @Ana @Bo
      I watch its dynos for 5 more minutes and its releases for 15. CI may not deploy v4 again until somebody unlocks.
      [Close incident] [Unlock deploys]
      ---
      Draft for customers, once you have seen for yourself that it works. [Publish] puts it into #status as it stands:
      > The platform has recovered. Thank you for your patience. We are conducting a post-incident review.
      [Publish]"
    `);
    expect(room.posts()).toEqual(['answered, acted']);
  });
});
