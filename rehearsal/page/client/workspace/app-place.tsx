/** The app's own place: its Home tab, and the messages between it and this person. */
import './app-place.css';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { ChannelShown } from '../../shape.ts';
import { go, usePlace } from '../place.ts';
import { ChannelHead, Conversation, nameOf } from './channel-view.tsx';
import { HomeView } from './home-view.tsx';

export function AppPlace({ channel }: { readonly channel: ChannelShown }) {
  const { home } = usePlace();
  return (
    <main className="channel" id="channel" tabIndex={-1} aria-label={nameOf(channel)}>
      <ChannelHead channel={channel} />
      <Tabs
        className="app"
        selectedKey={home ? 'home' : 'messages'}
        onSelectionChange={(key) => go({ home: key === 'home', thread: null })}
      >
        <TabList className="app-tabs" aria-label="Switchback">
          <Tab id="home" className="app-tab">
            Home
          </Tab>
          <Tab id="messages" className="app-tab">
            Messages
          </Tab>
        </TabList>
        <TabPanel id="home" className="app-panel home">
          <HomeView />
        </TabPanel>
        <TabPanel id="messages" className="app-panel">
          <Conversation channel={channel} />
        </TabPanel>
      </Tabs>
    </main>
  );
}
