/** Named troubles of a simulated world: a switch for what can be taken back, a button for what is done and over. */
import './troubles.css';
import { useId, useState } from 'react';
import type { Asked, TroubleShown } from '../../troubles/shape.ts';

interface TroublesProps {
  readonly troubles: readonly TroubleShown[];
  /** The app or channel that is chosen. */
  readonly at: string;
  /** Versions that a trouble may ask for, the likeliest first. */
  readonly releases: readonly number[];
  /** Resolves once it is done, or refused. */
  readonly turn: (id: string, on: boolean, amount: number | null) => Promise<unknown>;
}

export function Troubles({ troubles, at, releases, turn }: TroublesProps) {
  const groups = [...new Set(troubles.map(({ group }) => group))];
  return groups.map((group) => {
    const inGroup = troubles.filter((each) => each.group === group);
    const on = inGroup.filter((each) => isOn(each, at)).length;
    return (
      <details key={group} className="troubles">
        <summary>
          {group}
          {on === 0 ? null : <span className="trouble-on"> ({on} on)</span>}
        </summary>
        {inGroup.map((trouble) => (
          <Trouble key={trouble.id} trouble={trouble} at={at} releases={releases} turn={turn} />
        ))}
      </details>
    );
  });
}

function isOn({ everywhere, on }: TroubleShown, at: string): boolean {
  return everywhere ? on.length > 0 : on.includes(at);
}

function Trouble({
  trouble,
  at,
  releases,
  turn,
}: Omit<TroublesProps, 'troubles'> & { readonly trouble: TroubleShown }) {
  const { id, words, asks, kind } = trouble;
  const [typed, setTyped] = useState<number | null>(null);
  const amount = typed ?? firstOf(asks, releases);
  // Until the server has it: a switch answers at once.
  const [asked, setAsked] = useState<boolean | null>(null);
  const active = asked ?? isOn(trouble, at);
  async function toggle(wanted: boolean) {
    setAsked(wanted);
    await turn(id, wanted, amount);
    setAsked(null);
  }
  return (
    <div className="trouble">
      {kind === 'switch' ? (
        <label className="trouble-switch">
          <input type="checkbox" checked={active} onChange={({ target }) => void toggle(target.checked)} />
          <span>
            {words}
            {active ? <span className="trouble-on"> (on)</span> : null}
          </span>
        </label>
      ) : (
        <button type="button" className="panel-button" onClick={() => void turn(id, true, amount)}>
          {words}
        </button>
      )}
      {asks === null ? null : (
        <Amount asks={asks} of={words} releases={releases} amount={amount} choose={setTyped} />
      )}
    </div>
  );
}

interface AmountProps {
  readonly asks: Asked;
  /** Words of the trouble. */
  readonly of: string;
  readonly releases: readonly number[];
  readonly amount: number | null;
  readonly choose: (amount: number | null) => void;
}

function Amount({ asks, of, releases, amount, choose }: AmountProps) {
  const id = useId();
  return (
    <span className="trouble-asks">
      {asks.kind === 'release' ? (
        <select
          id={id}
          aria-label={`${of}: ${asks.words}`}
          value={amount ?? ''}
          onChange={({ target }) => choose(Number(target.value))}
        >
          {releases.map((version) => (
            <option key={version} value={version}>
              v{version}
            </option>
          ))}
        </select>
      ) : (
        <>
          <input
            id={id}
            type="number"
            aria-label={`${of}: ${asks.words}`}
            min={asks.least}
            max={asks.most}
            value={amount ?? ''}
            onChange={({ target }) => choose(target.value === '' ? null : Number(target.value))}
          />
          <span aria-hidden="true">{asks.words}</span>
        </>
      )}
    </span>
  );
}

function firstOf(asks: Asked | null, releases: readonly number[]): number | null {
  if (asks === null) return null;
  return asks.kind === 'number' ? asks.first : (releases[0] ?? null);
}
