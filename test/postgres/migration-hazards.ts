// Without a check everything that was allowed still is, and what is allowed besides is the new build's to write.
const BREAKING = [
  /^drop (table|view|function)\b/i,
  /^alter table .*\b(drop(?! constraint \w+_check\b)|rename)\b/i,
  /^alter table .*\bset not null\b/i,
  /^alter table .*\balter (column )?"?\w+"? (set data )?type\b/i,
  /^truncate\b/i,
];
const ADDS_REQUIRED = /^alter table .*\badd\b.*\bnot null\b/i;

/**
 * Statements that the build still running during a release would not survive: what it reads vanishes or changes, or
 * what it inserts is refused. Tables made by the same migration are nobody's yet.
 */
export function hazards(sql: string): readonly string[] {
  const statements = sql
    .replace(/--.*$/gm, '')
    .replace(/\s+/g, ' ')
    .split(';')
    .map((statement) => statement.trim());
  const made = new Set(statements.map((statement) => /^create table (\w+)/i.exec(statement)?.[1]));
  return statements.filter((statement) => {
    const table = /^alter table (?:only |if exists )*(\w+)/i.exec(statement)?.[1];
    if (table !== undefined && made.has(table)) return false;
    if (BREAKING.some((pattern) => pattern.test(statement))) return true;
    return ADDS_REQUIRED.test(statement) && !/\bdefault\b/i.test(statement);
  });
}
