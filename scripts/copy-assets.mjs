// tsc copies no SQL; the built bot applies its migrations from beside its own code.
import { cpSync } from 'node:fs';

cpSync('src/postgres/migrations', 'dist/src/postgres/migrations', { recursive: true });
