/** What manifest.yml grants: the workspace enforces it, so a missing scope is found here and not at Raxx. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const SlashCommand = z.object({
  command: z.string(),
  description: z.string(),
  usage_hint: z.string().default(''),
});

const Manifest = z.object({
  features: z.object({ slash_commands: z.array(SlashCommand) }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
});

export interface Grants {
  readonly slashCommands: readonly {
    readonly command: string;
    readonly description: string;
    readonly usageHint: string;
  }[];
  readonly scopes: readonly string[];
}

export const MANIFEST = new URL('../../manifest.yml', import.meta.url);

export function readGrants(file: URL | string = MANIFEST): Grants {
  const manifest = Manifest.parse(parse(readFileSync(file, 'utf8')));
  return {
    slashCommands: manifest.features.slash_commands.map(
      ({ command, description, usage_hint: usageHint }) => ({
        command,
        description,
        usageHint,
      }),
    ),
    scopes: manifest.oauth_config.scopes.bot,
  };
}
