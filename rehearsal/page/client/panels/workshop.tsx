/** Beside the workspace: the story, the simulated outside world, and what went between the bot and Slack. One tab each. */
import './workshop.css';
import type { ComponentType } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { go, usePlace } from '../place.ts';
import { HerokuPanel } from './heroku/heroku-panel.tsx';
import { PagerPanel } from './outside/pager-panel.tsx';
import { StatusPanel } from './outside/status-panel.tsx';
import { SlackPanel } from './slack/slack-panel.tsx';
import { StoryPanel } from './story/story-panel.tsx';

/** In the order shown. A panel more is a line more. */
const PANELS: readonly { readonly id: string; readonly name: string; readonly Panel: ComponentType }[] = [
  { id: 'story', name: 'Story', Panel: StoryPanel },
  { id: 'heroku', name: 'Heroku', Panel: HerokuPanel },
  { id: 'slack', name: 'Slack', Panel: SlackPanel },
  { id: 'status', name: 'Status', Panel: StatusPanel },
  { id: 'pager', name: 'Pager', Panel: PagerPanel },
];

export function Workshop() {
  const { panel } = usePlace();
  const selected = PANELS.some(({ id }) => id === panel) ? panel : (PANELS[0]?.id ?? '');
  return (
    <aside className="workshop" aria-label="Workshop">
      <Tabs selectedKey={selected} onSelectionChange={(key) => go({ panel: String(key) })}>
        <TabList aria-label="Workshop" className="workshop-tabs">
          {PANELS.map(({ id, name }) => (
            <Tab key={id} id={id} className="workshop-tab">
              {name}
            </Tab>
          ))}
        </TabList>
        {PANELS.map(({ id, Panel }) => (
          <TabPanel key={id} id={id} className="workshop-panel">
            <Panel />
          </TabPanel>
        ))}
      </Tabs>
    </aside>
  );
}
