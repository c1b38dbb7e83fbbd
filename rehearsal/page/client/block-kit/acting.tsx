/** An element that a person can act on, wherever it stands: confirmed first if the app wants that, then reported. */
import './acting.css';
import type { ActionsBlockElement, ConfirmationDialog } from '@slack/types';
import { useId, useRef, useState } from 'react';
import type { OfferedAction } from '../../../slack/block-kit/offered.ts';
import type { FieldValue } from '../../../slack/field-values.ts';
import { fieldKey } from '../../../slack/fields.ts';
import type { Answered } from '../../shape.ts';
import type { At } from './at.ts';
import { Button } from './controls/button.tsx';
import { Checkboxes } from './controls/checkboxes.tsx';
import { ConfirmDialog } from './controls/confirm-dialog.tsx';
import { DateAndTime } from './controls/date-and-time.tsx';
import { ExternalSelect } from './controls/external-select.tsx';
import { MultiSelect, MultiUsers } from './controls/multi-select.tsx';
import { type Naming, UNLABELLED } from './controls/naming.ts';
import { OverflowMenu } from './controls/overflow-menu.tsx';
import { RadioButtons } from './controls/radio-buttons.tsx';
import { StaticSelect } from './controls/static-select.tsx';
import { UsersSelect } from './controls/users-select.tsx';
import type { Values } from './drafts.ts';
import { type Hand, type Place, useHand } from './hand.ts';

/** One more that the workspace takes does not compile until it is drawn below. */
export type ActingElement = Extract<ActionsBlockElement, { type: OfferedAction }>;
type ChoiceElement = Exclude<ActingElement, { type: 'button' | 'overflow' }>;

interface ActingProps {
  readonly element: ActingElement;
  readonly blockId: string;
  readonly at: At;
  /** What the workspace says each field holds. */
  readonly chosen: Values;
  /** Default: nothing stands around it. */
  readonly naming?: Naming;
}

type Act = () => Promise<Answered>;

export function Acting({ element, blockId, at, chosen, naming = UNLABELLED }: ActingProps) {
  const place: Place = { blockId, actionId: element.action_id ?? '' };
  const hand = useHand(at, chosen);
  const { act, pending, trouble, question } = useActing(element.confirm);
  const troubleId = useId();
  const describedBy =
    [naming.describedBy, trouble === null ? null : troubleId].filter((id) => id !== null).join(' ') || null;
  const tap = (value: string | undefined) => act('once', () => hand.tap(place, value));
  return (
    <>
      {element.type === 'button' ? (
        <Button
          element={element}
          pending={pending}
          describedBy={describedBy}
          onTap={() => tap(element.value)}
        />
      ) : element.type === 'overflow' ? (
        <OverflowMenu element={element} pending={pending} onTap={tap} />
      ) : (
        <Choosing
          element={element}
          place={place}
          hand={hand}
          naming={{ ...naming, describedBy }}
          onChange={(value) => act('each', () => hand.change(place, value))}
        />
      )}
      {trouble === null ? null : (
        <span className="acting-trouble" id={troubleId} role="alert">
          {trouble}
        </span>
      )}
      {question}
    </>
  );
}

interface ChoosingProps {
  readonly element: ChoiceElement;
  readonly place: Place;
  readonly hand: Hand;
  readonly naming: Naming;
  onChange(value: FieldValue): void;
}

function Choosing({ element, place, hand, naming, onChange }: ChoosingProps) {
  const shared = { value: hand.held[fieldKey(place.blockId, place.actionId)], naming, onChange };
  switch (element.type) {
    case 'checkboxes':
      return <Checkboxes element={element} {...shared} />;
    case 'radio_buttons':
      return <RadioButtons element={element} {...shared} />;
    case 'static_select':
      return <StaticSelect element={element} {...shared} />;
    case 'multi_static_select':
      return <MultiSelect element={element} {...shared} />;
    case 'users_select':
      return <UsersSelect element={element} {...shared} />;
    case 'multi_users_select':
      return <MultiUsers element={element} {...shared} />;
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return <DateAndTime element={element} {...shared} />;
    case 'external_select':
      return <ExternalSelect element={element} {...shared} search={(text) => hand.search(place, text)} />;
  }
}

/** `once`: tapped again before the app has acknowledged, nothing more is sent. `each`: every change counts. */
function useActing(confirm: ConfirmationDialog | undefined) {
  const [pending, setPending] = useState(0);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [asked, setAsked] = useState<Act | null>(null);
  const busy = useRef(false);

  async function run(todo: Act): Promise<void> {
    busy.current = true;
    setPending((n) => n + 1);
    setTrouble(null);
    const answered = await todo();
    busy.current = false;
    setPending((n) => n - 1);
    setTrouble(answered.ok ? null : answered.why);
  }

  return {
    pending: pending > 0,
    trouble,
    act(how: 'once' | 'each', todo: Act): void {
      if (how === 'once' && busy.current) return;
      if (confirm === undefined) void run(todo);
      else setAsked(() => todo);
    },
    question:
      asked === null || confirm === undefined ? null : (
        <ConfirmDialog
          asked={confirm}
          onAnswer={(yes) => {
            setAsked(null);
            if (yes) void run(asked);
          }}
        />
      ),
  };
}
