/** One file out of a TypeScript entry and everything it imports, for processes of their own that start often. */
import { mkdir, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/**
 * Written beside and renamed: nobody runs half of it.
 * @param {string} entry A TypeScript file.
 * @param {string} program The JavaScript file to be made of it.
 */
export async function bundleProgram(entry, program) {
  await mkdir(dirname(program), { recursive: true });
  const beside = `${program}.${process.pid}`;
  await build({
    entryPoints: [entry],
    outfile: beside,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    plugins: [inPlace()],
    // Found beside its own program; the others are asked for only when somebody turns them on.
    external: ['esbuild', 'pg-native', '@opentelemetry/*', 'winston', 'winston-transport'],
    // What CommonJS parts expect to find.
    banner: {
      js: [
        "import { createRequire as bundledRequire } from 'node:module';",
        'const require = bundledRequire(import.meta.url);',
        'const __filename = new URL(import.meta.url).pathname;',
        "const __dirname = new URL('.', import.meta.url).pathname;",
      ].join('\n'),
    },
  });
  await rename(beside, program);
}

/** Our files find what lies beside them (migrations, configuration) where they were written. */
function inPlace() {
  return {
    name: 'in-place',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        const here = JSON.stringify(pathToFileURL(path).href);
        return { contents: text.replaceAll('import.meta.url', here), loader: 'ts' };
      });
    },
  };
}
