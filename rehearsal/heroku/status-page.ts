/** What status.heroku.com says, at an address of the simulator's own. */
import type { Answer } from './call.ts';
import type { World } from './world.ts';

const SYSTEMS = ['Apps', 'Data', 'Tools'] as const;

export function currentStatus({ rules, timeline }: World): Answer {
  const { herokuIncident: title } = rules;
  const at = timeline.now().toISOString();
  const status = SYSTEMS.map((system) => ({
    system,
    status: title !== null && system === 'Apps' ? 'yellow' : 'green',
  }));
  const update = { id: 1, update_type: 'issue', contents: title, created_at: at, updated_at: at };
  const incident = {
    id: 1,
    title,
    resolved: false,
    created_at: at,
    updated_at: at,
    full_url: 'https://status.heroku.com/incidents/1',
    updates: [update],
  };
  return { status: 200, body: { status, incidents: title === null ? [] : [incident], scheduled: [] } };
}
