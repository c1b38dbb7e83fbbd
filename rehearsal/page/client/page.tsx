/** The page as a whole: the bar, the channels, the channel, and beside it a thread or the workshop. */
import './page.css';
import { Bar } from './bar.tsx';
import { ModalStack } from './block-kit/modal-stack.tsx';
import { OwnSlack } from './own-slack/own-slack.tsx';
import { NoStage } from './panels/no-stage.tsx';
import { Workshop } from './panels/workshop.tsx';
import { usePlace } from './place.ts';
import { ReaderContext, useMinuteReader } from './reader.ts';
import { useAll, useSingle } from './window.ts';
import { AppPlace } from './workspace/app-place.tsx';
import { ChannelView } from './workspace/channel-view.tsx';
import { Sidebar } from './workspace/sidebar.tsx';
import { ThreadPane } from './workspace/thread-pane.tsx';
import { Toasts } from './workspace/toasts.tsx';

export function Page() {
  const place = usePlace();
  const channels = useAll('channel');
  const me = useSingle('me');
  const reader = useMinuteReader();
  const channel = channels.find(({ id }) => id === place.channel) ?? channels[0];
  const own = useSingle('ownSlack');
  if (own !== undefined) return <OwnSlack />;
  if (me === undefined || channel === undefined) return <NoStage />;
  return (
    <ReaderContext value={reader}>
      <div className="page" data-pane={place.pane}>
        <a className="skip" href="#channel">
          Skip to the channel
        </a>
        <Bar />
        <Sidebar current={channel} />
        {channel.kind === 'im' ? (
          <AppPlace key={channel.id} channel={channel} />
        ) : (
          <ChannelView key={channel.id} channel={channel} />
        )}
        {place.thread === null ? (
          <Workshop />
        ) : (
          <ThreadPane key={place.thread} channel={channel} root={place.thread} />
        )}
        <Toasts current={channel} />
        <ModalStack />
      </div>
    </ReaderContext>
  );
}
