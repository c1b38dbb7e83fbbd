/** A start that failed for an everyday reason, in a line that names it and what to do. Never holds a secret. */

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Postgres refuses connections (DATABASE_URL). Is it running, and are host and port right?',
  ENOTFOUND: 'The host in DATABASE_URL does not exist. Is it spelt right?',
  ETIMEDOUT: 'Postgres does not answer (DATABASE_URL). Is it reachable from here?',
  EADDRINUSE: 'The port is taken. Set PORT to another one, or stop what listens there.',
  EACCES: 'This user may not listen on that port. Set PORT to one above 1023.',
  '28P01': 'Postgres refuses the password (DATABASE_URL or APP_DATABASE_URL).',
  '28000': 'Postgres refuses the user (DATABASE_URL or APP_DATABASE_URL).',
  '3D000': 'The database named in DATABASE_URL does not exist. Create it first.',
  '42P01': 'The database has not been migrated. Run: npm run migrate',
};

/** Null for anything that needs the stack. */
export function explainStartFailure(error: unknown): string | null {
  for (let each = error; each instanceof Error; each = each.cause) {
    const code = 'code' in each ? String(each.code) : '';
    const reason = REASONS[code];
    if (reason) return `Switchback cannot start: ${reason}`;
    if (each instanceof AggregateError) {
      const inner = each.errors.map(explainStartFailure).find((found) => found !== null);
      if (inner) return inner;
    }
  }
  return null;
}
