/** Slack's own newest line to this person, from when this place was opened on, until it is put away. */
import { useState } from 'react';
import { useAll } from '../window.ts';

export function SlackLine() {
  const notices = useAll('notice');
  const [seen, setSeen] = useState(notices.length);
  const newest = notices.at(-1);
  return (
    <div role="status">
      {newest === undefined || notices.length <= seen ? null : (
        <div className="composer-trouble">
          <span>
            <strong>Slack</strong> {newest.text}
          </span>
          <button
            type="button"
            className="composer-dismiss"
            aria-label="Put this line away"
            onClick={() => setSeen(notices.length)}
          >
            <span aria-hidden="true">×</span>
          </button>
        </div>
      )}
    </div>
  );
}
