/** `npm run audit:verify` as a command, on real rows and a dump of them, against an owner who can do anything. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAnchors } from '../../src/access/audit-anchors.ts';
import { faultsOf } from '../../src/access/audit-chain.ts';
import type { AuditRow } from '../../src/audit.ts';
import { readDump } from '../../src/postgres/audit-dump.ts';
import { auditRows } from '../../src/postgres/audit-rows.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { program } from '../support/program.ts';

const run = promisify(execFile);
let database: FreshDatabase;
let directory: string;
let command: string;
/** As the record channel has it. */
let anchors: string;

/** What people, Heroku and jsonb make of a payload. */
const PAYLOADS: readonly unknown[] = [
  null,
  {},
  { b: 1, a: [true, null, 1.5e-9, 12345678901234567890n.toString()], aa: -0.0 },
  'tab\t, line\n, return\r, \\N, \\., "quoted", \u0001\u007f\u2028\u2029',
  { 'ключ 🙈': '<!channel> & C:\\temp\\new' },
  [],
];

beforeAll(async () => {
  database = await freshDatabase();
  directory = await mkdtemp(join(tmpdir(), 'audit-verify-'));
  command = await program('src/audit-verify.ts');
  for (let n = 0; n < 30; n += 1) {
    await database.appPool.query('select audit_append($1, $2, $3, $4, $5)', [
      n % 2 ? 'rollback.approved' : 'odd\naction\t\\.',
      'Ana "😀" \\N',
      'operation',
      `rb-${n}`,
      JSON.stringify(PAYLOADS[n % PAYLOADS.length]),
    ]);
  }
  const { rows } = await database.pool.query('select seq, hash, at from audit where seq in (10, 20, 30)');
  anchors = (rows as { seq: string; hash: string; at: Date }[])
    .map(({ seq, hash, at }) => `The audit has ${seq} rows. audit head ${seq} ${hash} ${at.toISOString()}`)
    .join('\n');
});
afterAll(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

/** What `pg_dump` writes around a table's rows, and the rows as Postgres itself gives them. */
async function dump(zone = 'UTC'): Promise<string> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const chunks: Buffer[] = [];
  // The driver reads no COPY by itself; its connection hands the rows on.
  const { connection } = client as unknown as { connection: NodeJS.EventEmitter };
  connection.on('copyData', ({ chunk }: { chunk: Buffer }) => chunks.push(chunk));
  await client.query(`set timezone = '${zone}'`);
  await client.query('copy audit to stdout');
  await client.end();
  const columns = 'seq, at, action, actor, target_type, target_id, payload, previous_hash, hash';
  return [
    '--\n-- PostgreSQL database dump\n--\n',
    'CREATE TABLE public.audit (\n    seq bigint NOT NULL\n);\n',
    'COPY public.attempt (operation_id, n) FROM stdin;\nCOPY public.audit (seq) FROM stdin;\\n1\t1\n\\.\n',
    `COPY public.audit (${columns}) FROM stdin;\n${Buffer.concat(chunks).toString('utf8')}\\.\n`,
    'COPY public.audit_2 (seq) FROM stdin;\n1\n\\.\n',
  ].join('\n');
}

async function read(text: string) {
  async function* lines() {
    yield* text.split('\n');
  }
  const found = await readDump(lines());
  if (!found.ok) throw new Error(`line ${found.line}: ${found.why}`);
  return found.rows;
}

/** The owner's doing, undone after the look. */
async function tampered(...statements: readonly string[]): Promise<readonly AuditRow[]> {
  await database.pool.query(
    'create table audit_kept as select * from audit; alter table audit disable trigger all',
  );
  try {
    for (const statement of statements) await database.pool.query(statement);
    return await read(await dump());
  } finally {
    await database.pool.query(
      'delete from audit; insert into audit select * from audit_kept; drop table audit_kept; alter table audit enable trigger all',
    );
  }
}

/** Every hash from row `k` on made anew, as the formula has it. */
const rechain = (k: number) => `
  do $$ declare r audit; previous text := coalesce((select hash from audit where seq = ${k} - 1), ''); begin
    for r in select * from audit where seq >= ${k} order by seq loop
      update audit set previous_hash = previous, hash = encode(sha256(convert_to(jsonb_build_array(
        r.seq, extract(epoch from r.at)::text, r.action, r.actor, r.target_type, r.target_id, r.payload, previous
      )::text, 'UTF8')), 'hex') where seq = r.seq returning hash into previous;
    end loop; end $$`;

describe('real rows', () => {
  test.each(['UTC', 'Asia/Kathmandu', 'America/St_Johns'])(
    'dumped in %s they are untouched',
    async (zone) => {
      const rows = await read(await dump(zone));
      expect(rows).toHaveLength(30);
      expect(faultsOf(rows, readAnchors(anchors, null).anchors)).toEqual([]);
    },
  );

  test('read from the database they are the same', async () => {
    expect(await auditRows(database.url)).toEqual(await read(await dump()));
  });

  test.each<{ name: string; does: readonly string[]; named: readonly object[] }>([
    {
      name: 'edits a payload',
      does: [`update audit set payload = '{"b": 2}' where seq = 9`],
      named: [{ kind: 'edited', seq: 9 }],
    },
    {
      name: 'moves a time by a microsecond',
      does: [`update audit set at = at + interval '1 microsecond' where seq = 9`],
      named: [{ kind: 'edited', seq: 9 }],
    },
    {
      name: 'edits and makes all later hashes anew',
      does: [`update audit set actor = 'nobody' where seq = 13`, rechain(13)],
      named: [{ kind: 'replaced', from: 11, to: 20 }],
    },
    {
      name: 'deletes rows',
      does: ['delete from audit where seq in (4, 5)'],
      named: [{ kind: 'missing', from: 4, to: 5 }],
    },
    {
      name: 'cuts the tail',
      does: ['delete from audit where seq > 27'],
      named: [{ kind: 'cut', from: 28, to: 30, unproven: 21 }],
    },
    {
      name: 'rewinds the head and lets it grow past the old one',
      does: [
        'delete from audit where seq > 25',
        `select audit_append('refused', 'sue', 'app', 'x', '1') from generate_series(1, 9)`,
      ],
      named: [{ kind: 'replaced', from: 21, to: 30 }],
    },
    {
      name: 'empties it',
      does: ['delete from audit'],
      named: [{ kind: 'cut', from: 1, to: 30, unproven: 1 }],
    },
  ])('an owner $name', async ({ does, named }) => {
    expect(faultsOf(await tampered(...does), readAnchors(anchors, null).anchors)).toEqual(
      named.map((each) => expect.objectContaining(each)),
    );
  });
});

test.each([
  ['custom-format', 'PGDMP\u0001\u000e'],
  ['compressed', '\u001f\u008b'],
  ['inserts', '--\nINSERT INTO public.audit VALUES (1);'],
  ['no-audit', 'COPY public.outbox (id) FROM stdin;\n1\n\\.\n'],
  ['cut-off', 'COPY public.audit (seq, at) FROM stdin;\n1\tx'],
  ['several', 'COPY public.audit (seq) FROM stdin;\n1\n\\.\nCOPY audit (seq) FROM stdin;\n1\n\\.'],
  ['odd', 'COPY public.audit (seq, at) FROM stdin;\n1\n\\.'],
  ['odd', 'COPY public.audit (seq) FROM stdin;\none\n\\.'],
])('a file that is no such dump: %s', async (why, text) => {
  await expect(read(text)).rejects.toThrow(why);
});

/** Exit code and what is printed, as somebody at a terminal has it. */
async function verify(args: readonly string[], env: Record<string, string> = {}) {
  const asked = run(process.execPath, [command, ...args], { env: { PATH: process.env['PATH'], ...env } });
  return asked.then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (failed: { code: number; stdout: string; stderr: string }) => ({
      code: failed.code,
      said: failed.stdout + failed.stderr,
    }),
  );
}

const shown = (text: string) =>
  text
    .replaceAll(directory, 'DIR')
    .replace(/[0-9a-f]{64}/g, 'HASH')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME');

test('the command: 0 untouched, 1 tampered with and where, 2 could not be checked', async () => {
  const text = await dump();
  const [good, bad, said, none] = ['good.sql', 'bad.sql', 'anchors.txt', 'none.txt'].map((name) =>
    join(directory, name),
  );
  if (!good || !bad || !said || !none) throw new Error('four names');
  await writeFile(good, text.replaceAll('\n', '\r\n'));
  await writeFile(
    bad,
    text
      .replace('rb-11\t', 'rb-99\t')
      .replace(/^29\t.*\n/m, '')
      .replace(/^30\t.*\n/m, ''),
  );
  await writeFile(said, anchors);
  await writeFile(none, 'nothing of the kind');
  const answers = await Promise.all([
    verify(['--dump', good, '--anchors', said]),
    verify(['--dump', bad, '--anchors', said]),
    verify(['--dump', good]),
    verify(['--anchors', said], { DATABASE_URL: database.url }),
    verify(['--dump', good, '--anchors', none]),
    verify(['--dump', join(directory, 'nowhere.sql'), '--anchors', said]),
    verify(['--dump', said, '--anchors', said]),
    verify(['--anchor', said]),
  ]);
  expect(`\n${answers.map((each) => `${each.code}: ${shown(each.said)}`).join('\n')}`).toMatchInlineSnapshot(`
    "
    0: Untouched: 30 rows, head HASH. All 3 anchors hold.

    1: Row 12 was edited: its content is not what its hash was made from.
    The end was cut off: rows 29 to 30 are gone; row 30 (written TIME) was anchored. No anchor vouches for rows 21 to 28 either.
    This text does not say who posted the anchors: where one does not hold, look in Slack whether the bot posted it, or give Slack's export.
    TAMPERED WITH: 2 faults.

    0: Without --anchors a cut tail, or a chain rewritten to its end, cannot be seen.
    Untouched as far as the chain shows: 30 rows, head HASH.

    0: Untouched: 30 rows, head HASH. All 3 anchors hold.

    2: DIR/none.txt holds no line "audit head NUMBER HASH TIME". Copy them from the record channel.

    2: DIR/nowhere.sql cannot be read.

    2: DIR/anchors.txt, line 3: this is without the audit table. Make one: pg_dump --table=public.audit --file=audit.sql "$DATABASE_URL"

    2: npm run audit:verify -- --dump FILE --anchors FILE

      --dump     a plain pg_dump of the audit table, or of the whole database;
                 without it the table is read at DATABASE_URL
      --anchors  any text with the "audit head …" lines of the record channel in it:
                 copied from Slack, or an export. Without it a cut tail, or a chain
                 rewritten to its end, cannot be seen.
      --bot      the bot's user id (U…), where an export has anchors of several bots

    Exit code: 0 untouched, 1 tampered with, 2 could not be checked.
    "
  `);
});

test('a line that somebody else wrote into the record channel raises no alarm, and is named', async () => {
  const [good, said] = [join(directory, 'honest.sql'), join(directory, 'export.json')];
  await writeFile(good, await dump());
  const ours = anchors.split('\n').map((line) => line.replace(/(audit head .*)$/, '`$1`'));
  const forged = `The audit has 31 rows. \`audit head 31 ${'f'.repeat(64)} 2026-06-21T03:06:41.120Z\``;
  const message = (text: string, who: object) => ({ type: 'message', ts: '1782011201.1', text, ...who });
  const day = [
    ...ours.map((line) => message(line, { user: 'U0SWITCHBOT', bot_id: 'B0SWITCHBCK' })),
    message(forged, { user: 'U0MALLORY00' }),
  ];
  await writeFile(said, JSON.stringify(day));
  const { code, said: words } = await verify(['--dump', good, '--anchors', said]);
  expect(`${code}: ${shown(words)}`).toMatchInlineSnapshot(`
    "0: Not counted: an audit head 31 posted by U0MALLORY00, which is not our bot's word.
    Untouched: 30 rows, head HASH. All 3 anchors hold.
    "
  `);
  await writeFile(
    said,
    JSON.stringify([...day, message(forged, { user: 'U0OTHERBOT0', bot_id: 'B0OTHERBOT0' })]),
  );
  const twoBots = await verify(['--dump', good, '--anchors', said]);
  expect(`${twoBots.code}: ${shown(twoBots.said)}`).toMatchInlineSnapshot(`
    "2: In DIR/export.json audit heads were posted by U0SWITCHBOT and U0OTHERBOT0. Say which is ours: --bot ID
    "
  `);
  const named = await verify(['--dump', good, '--anchors', said, '--bot', 'U0SWITCHBOT']);
  expect(named.code).toBe(0);
  // A copy does not say who posted; then it is said that nobody can tell.
  await writeFile(said, `${anchors}\n${forged}`);
  const copied = await verify(['--dump', good, '--anchors', said]);
  expect(`${copied.code}: ${shown(copied.said)}`).toMatchInlineSnapshot(`
    "1: The end was cut off: row 31 is gone; row 31 (written TIME) was anchored.
    This text does not say who posted the anchors: where one does not hold, look in Slack whether the bot posted it, or give Slack's export.
    TAMPERED WITH: 1 fault.
    "
  `);
});
