/** What must be true after any kill: the simulator's journal against what the bot holds and what people were told. */
import { z } from 'zod';
import { rows } from '../../src/postgres/sql.ts';
import { BRANCHES, type Branch } from './branches.ts';
import { count, type Row } from './people.ts';
import type { Case } from './run.ts';
import type { Stage } from './stage.ts';

export interface Verdict {
  readonly rollbacks: number;
  readonly posts: number;
  readonly adopted: boolean;
  readonly doubledPosts: readonly string[];
  readonly problems: readonly string[];
}

/** States in which nothing happened, and who hears so. */
const ENDED_WITHOUT = ['stale', 'refused', 'failed', 'expired', 'closed', 'superseded'];

export async function judge(
  stage: Stage,
  asked: Case,
  operation: Row | null,
  sentAgain: number,
): Promise<Verdict> {
  const branch: Branch = BRANCHES[asked.branch];
  const { journal } = stage.heroku.control;
  const made = journal.releases(branch.app).filter((each) => each.request !== null);
  const rollbacks = made.filter((each) => branch.ours.test(each.description)).length;
  const posts = journal.requests(branch.post).length;
  const unseen = asked.outside === 'before the read';
  const problems: string[] = [];
  const must = (holds: boolean, problem: string) => {
    if (!holds) problems.push(problem);
  };

  must(rollbacks <= 1, `TWO ROLLBACKS: ${rollbacks}`);
  must(!unseen || rollbacks === 0, 'rolled back over a release that nobody had seen');
  must(made.length === rollbacks, `${made.length - rollbacks} releases that nobody asked for`);
  must(posts <= 1 + sentAgain, `${posts} POSTs, ${sentAgain} of them asked for by a person`);
  const operations = await count(stage, 'operation');
  must(operations === (operation ? 1 : 0), `${operations} operations`);

  const told = toldIn(stage);
  const doubledPosts = [...told].filter(([, times]) => times > 1).map(([key, times]) => `${key} ×${times}`);
  const adopted = (await count(stage, `attempt where outcome = 'adopted'`)) > 0;
  if (operation) {
    problems.push(...(await truth(stage, asked, operation, rollbacks, told)));
    problems.push(...(await trail(stage, branch, operation)));
  } else must(rollbacks === 0, 'a rollback nobody asked for');
  return { rollbacks, posts, adopted, doubledPosts, problems };
}

/** What is reported is what Heroku's world holds, and a person was told. */
async function truth(
  stage: Stage,
  asked: Case,
  { id, status, releaseVersion }: Row,
  rollbacks: number,
  told: ReadonlyMap<string, number>,
): Promise<readonly string[]> {
  const branch: Branch = BRANCHES[asked.branch];
  const problems: string[] = [];
  const must = (holds: boolean, problem: string) => {
    if (!holds) problems.push(problem);
  };
  const originals = await count(stage, 'drill_record where operation_id = $1 and corrects is null', [id]);
  if (status === 'recovered') {
    const live = stage.heroku.control.app(branch.app).releases.find((release) => release.current)?.version;
    must(rollbacks === (branch.sends ? 1 : 0), `recovered, with ${rollbacks} rollbacks`);
    must(
      asked.outside !== null || live === releaseVersion,
      `recovered on v${releaseVersion}, but v${live} is current`,
    );
    must(told.has(`${id}/confirmed`), 'recovered, and nobody was told');
    must(originals === 1, `recovered, with ${originals} rows in the record`);
  } else {
    must(ENDED_WITHOUT.includes(status), `STUCK in ${status}`);
    const meant = branch.endsBadly.includes(status) || asked.outside !== null;
    must(rollbacks === 0 || meant, `${status}, and there is a rollback`);
    // Closed by a person who was asked: it was executed, and the record says that nobody knows how it ended.
    must(
      meant || originals === (status === 'closed' ? 1 : 0),
      `${status}, with ${originals} rows in the record`,
    );
    const words = [...told.keys()].filter(
      (key) => key === `${id}/${status}` || key.includes('/needs-human-'),
    );
    must(words.length > 0, `${status}, and nobody was told`);
  }
  const alarms = [...told.keys()].filter((key) => /\/(duplicate|crashed-after|landed-over)/.test(key));
  must(asked.outside !== null || alarms.length === 0, `false alarm: ${alarms.join(', ')}`);
  const over = asked.outside === 'between read and POST' || asked.outside === 'inside the POST';
  must(
    !over || rollbacks === 0 || told.has(`${id}/landed-over`),
    'landed over a release, and nobody was told',
  );
  return problems;
}

const Done = z.object({ action: z.string(), n: z.number() });

/** Audit rows pair with effects, one each; nothing waits to be said; no attempt stays open. */
async function trail(
  stage: Stage,
  { sends }: Branch,
  { id, status, releaseVersion }: Row,
): Promise<readonly string[]> {
  const found = await rows(
    stage.database.pool,
    Done,
    `select action, count(*) as n from audit where target_id = $1 group by action`,
    [id],
  );
  const audited = new Map(found.map(({ action, n }) => [action, n]));
  const attempts = await count(stage, 'attempt where operation_id = $1', [id]);
  const expected: readonly (readonly [string, number])[] = [
    ['rollback.requested', 1],
    ['rollback.approved', 1],
    ['rollback.intended', attempts],
    ['rollback.landed', sends && releaseVersion !== null ? 1 : 0],
    [`rollback.${status}`, 1],
  ];
  const unpaired = expected
    .filter(([action, times]) => (audited.get(action) ?? 0) !== times)
    .map(([action, times]) => `audit has ${audited.get(action) ?? 0} of ${action}, not ${times}`);
  const open = await count(stage, 'attempt where outcome is null');
  const unsaid = await count(stage, `outbox where status <> 'sent'`);
  const chain = await count(
    stage,
    `(select previous_hash, lag(hash, 1, '') over (order by seq) as before from audit) rows
      where previous_hash <> before`,
  );
  return [
    ...unpaired,
    ...(open > 0 ? [`${open} attempts without an outcome`] : []),
    ...(unsaid > 0 ? [`${unsaid} messages unsent`] : []),
    ...(chain > 0 ? ['the audit chain is broken'] : []),
  ];
}

/** How often each of our posts is in Slack, by outbox key. */
function toldIn(stage: Stage): ReadonlyMap<string, number> {
  const told = new Map<string, number>();
  for (const { metadata } of stage.slack.state.messages.values()) {
    const key = keyIn(metadata);
    if (key !== null) told.set(key, (told.get(key) ?? 0) + 1);
  }
  return told;
}

const Metadata = z.object({ event_payload: z.object({ key: z.string() }) });

function keyIn(metadata: unknown): string | null {
  const parsed = Metadata.safeParse(metadata);
  return parsed.success ? parsed.data.event_payload.key : null;
}
