/** Names the shape of what the stand-ins remember: any change of their code or of the database's schema is another one. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { schemaHash } from '../databases.ts';

const STAND_INS = ['slack', 'heroku', 'github'].map((name) => new URL(`../${name}/`, import.meta.url));

export async function keptVersion(): Promise<string> {
  const [schema, ...sources] = await Promise.all([schemaHash(), ...STAND_INS.map(sourcesIn)]);
  const hash = createHash('sha256');
  for (const text of [schema, ...sources.flat()]) hash.update(`${text}\0`);
  return hash.digest('hex').slice(0, 16);
}

async function sourcesIn(directory: URL): Promise<readonly string[]> {
  const files = await readdir(fileURLToPath(directory), { recursive: true });
  const code = files.filter((file) => file.endsWith('.ts')).sort();
  return Promise.all(
    code.map(async (file) => `${file}\0${await readFile(new URL(file, directory), 'utf8')}`),
  );
}
