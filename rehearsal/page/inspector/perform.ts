import { payloadOf } from '../../slack/deliver/about.ts';
import type { Wire } from '../../slack/deliver/deliver.ts';
import type { Stage } from '../../stage.ts';
import { NotThere } from '../not-there.ts';
import { turn } from '../troubles/trouble.ts';
import { masked } from './masked.ts';
import type { InspectorRequest } from './requests.ts';
import { secretsOf } from './secrets.ts';
import type { Inspected } from './shape.ts';
import { channelsToSpoil, SLACK_TROUBLES } from './troubles.ts';

/** Throws `NotThere` with words for what cannot be done. */
export async function performInspector(stage: Stage, request: InspectorRequest): Promise<Inspected | null> {
  switch (request.what) {
    case 'slack.inspect':
      return inspected(stage, request);
    case 'slack.trouble': {
      const { id, channel: where, amount, on } = request;
      await turn(SLACK_TROUBLES, stage.slack, channelsToSpoil(stage.slack), { id, where, amount, on });
      return null;
    }
  }
}

function inspected(
  stage: Stage,
  { side, n }: Extract<InspectorRequest, { what: 'slack.inspect' }>,
): Inspected {
  const { calls, deliveries } = stage.slack.journal;
  const secrets = secretsOf(stage);
  const gone = new NotThere('That one is too long ago: it is not kept any more.');
  if (side === 'call') {
    const call = calls.findLast((each) => each.n === n);
    if (call === undefined) throw gone;
    return { headers: {}, sent: masked(unpacked(call.args), secrets), answered: null };
  }
  const delivery = deliveries.findLast((each) => each.n === n);
  if (delivery === undefined) throw gone;
  return {
    headers: headersOf(delivery.wire),
    sent: masked(payloadOf(delivery.wire), secrets),
    answered: masked(delivery.body, secrets),
  };
}

/** Enough of a signature to see that it is one. */
const SHOWN_OF_SIGNATURE = 11;

function headersOf(wire: Wire): Inspected['headers'] {
  if (wire.transport === 'socket') return { envelope_id: wire.envelope.envelope_id };
  if (wire.transport === 'none') return {};
  return Object.fromEntries(
    Object.entries(wire.headers).map(([name, value]) => [
      name,
      name === 'x-slack-signature' ? `${value.slice(0, SHOWN_OF_SIGNATURE)}…` : value,
    ]),
  );
}

/** Structures travel as JSON text within a form. */
function unpacked(args: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, typeof value === 'string' ? structure(value) : value]),
  );
}

function structure(text: string): unknown {
  if (!/^[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
