/** What can go wrong with one of them. */
import type { TroubleShown } from '../../../troubles/shape.ts';
import { Troubles } from '../troubles.tsx';
import { useAsk } from '../use-ask.ts';

interface ReceiverTroublesProps {
  readonly receiver: 'statusPage' | 'pager';
  readonly troubles: readonly TroubleShown[];
}

export function ReceiverTroubles({ receiver, troubles }: ReceiverTroublesProps) {
  const [ask, trouble] = useAsk();
  return (
    <section aria-labelledby={`${receiver}-troubles`}>
      <h2 id={`${receiver}-troubles`}>Trouble</h2>
      {trouble === '' ? null : (
        <p role="alert" className="panel-trouble">
          {trouble}
        </p>
      )}
      <Troubles
        troubles={troubles}
        at=""
        releases={[]}
        turn={(id, on, amount) => ask({ what: 'receiver.trouble', receiver, id, amount, on })}
      />
    </section>
  );
}
