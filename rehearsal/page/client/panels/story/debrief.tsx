/** What the story came to, measured against the runbook. */
import type { ToldDebrief, ToldOperation } from '../../../../debrief/words.ts';

export function Debrief({
  debrief: { operations, incidents, record, cost },
}: {
  readonly debrief: ToldDebrief;
}) {
  const [columns = [], ...rows] = record;
  return (
    <section aria-label="Debrief" className="story-debrief">
      <h3>Debrief</h3>
      {operations.map((operation, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: operations are only ever added.
        <Phases key={n} operation={operation} />
      ))}
      <p>{cost}</p>
      {incidents.map((line, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: incidents are only ever added.
        <p key={n}>{line}</p>
      ))}
      {rows.length === 0 ? null : <h4>New in the rollback drill record</h4>}
      {rows.map((row, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows are only ever added.
        <dl key={n} className="story-record">
          {row.map((cell, m) => (
            <div key={columns[m]}>
              <dt>{columns[m]}</dt>
              <dd>{cell}</dd>
            </div>
          ))}
        </dl>
      ))}
    </section>
  );
}

function Phases({ operation: { route, came, phases } }: { readonly operation: ToldOperation }) {
  return (
    <table>
      <caption>
        {route}: {came}
      </caption>
      <thead>
        <tr>
          <th scope="col">Phase</th>
          <th scope="col">Since the request</th>
          <th scope="col">Took</th>
        </tr>
      </thead>
      <tbody>
        {phases.map(({ label, at, took }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td>{at}</td>
            <td>{took}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
