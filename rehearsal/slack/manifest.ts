/** What manifest.yml grants: the workspace enforces it, so a missing scope is found here and not at Raxx. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const SlashCommand = z.object({
  command: z.string(),
  description: z.string(),
  usage_hint: z.string().default(''),
});

const Shortcut = z.object({
  name: z.string(),
  callback_id: z.string(),
  description: z.string(),
  type: z.enum(['global', 'message']),
});

const Manifest = z.object({
  features: z.object({
    slash_commands: z.array(SlashCommand),
    shortcuts: z.array(Shortcut).default([]),
    app_home: z.object({ home_tab_enabled: z.boolean().default(false) }).prefault({}),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({
    event_subscriptions: z.object({ bot_events: z.array(z.string()).default([]) }).prefault({}),
  }),
});

/** `global`: from anywhere; `message`: from the menu of one message. */
export interface GrantedShortcut {
  readonly name: string;
  readonly callbackId: string;
  readonly description: string;
  readonly type: 'global' | 'message';
}

export interface Grants {
  readonly slashCommands: readonly {
    readonly command: string;
    readonly description: string;
    readonly usageHint: string;
  }[];
  readonly shortcuts: readonly GrantedShortcut[];
  readonly homeTab: boolean;
  /** Events the app is told of. */
  readonly events: readonly string[];
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
    shortcuts: manifest.features.shortcuts.map(({ name, callback_id: callbackId, description, type }) => ({
      name,
      callbackId,
      description,
      type,
    })),
    homeTab: manifest.features.app_home.home_tab_enabled,
    events: manifest.settings.event_subscriptions.bot_events,
    scopes: manifest.oauth_config.scopes.bot,
  };
}
