/** The page's script and styles, bundled in memory at every start: nothing built is kept or can be stale. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export interface Bundle {
  readonly script: string;
  readonly styles: string;
}

const ENTRY = fileURLToPath(new URL('./client/main.tsx', import.meta.url));

export async function bundlePage(): Promise<Bundle> {
  const { outputFiles } = await build({
    entryPoints: [ENTRY],
    bundle: true,
    minify: true,
    write: false,
    outdir: '/',
    jsx: 'automatic',
    format: 'esm',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
  const file = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { script: file('.js'), styles: file('.css') };
}
