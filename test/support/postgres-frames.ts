/** Just enough of Postgres's wire protocol to see where one request or answer ends and the next begins. */

export interface Frame {
  /** The message's type byte as a letter; '' for the untyped first packet of a connection. */
  readonly type: string;
  readonly bytes: Buffer;
}

/** Split a byte stream into messages. The client's first packet has no type byte; `untypedFirst` expects that. */
export function frameReader(untypedFirst: boolean): (chunk: Buffer) => readonly Frame[] {
  let rest = Buffer.alloc(0);
  let untyped = untypedFirst;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const frames: Frame[] = [];
    for (;;) {
      const head = untyped ? 0 : 1;
      if (rest.length < head + 4) return frames;
      const end = head + rest.readInt32BE(head);
      if (rest.length < end) return frames;
      const bytes = rest.subarray(0, end);
      frames.push({ type: untyped ? '' : String.fromCharCode(bytes[0] ?? 0), bytes });
      // After a request for TLS comes another untyped packet.
      untyped &&= isTlsRequest(bytes);
      rest = rest.subarray(end);
    }
  };
}

export function isTlsRequest(bytes: Buffer): boolean {
  return bytes.length === 8 && bytes.readInt32BE(4) === 80_877_103;
}

export function isCancelRequest(bytes: Buffer): boolean {
  return bytes.length === 16 && bytes.readInt32BE(4) === 80_877_102;
}

/** The SQL a request carries, as far as it carries any: prepared statements are known by name. */
export function sqlReader(): (request: readonly Frame[]) => string {
  const prepared = new Map<string, string>();
  return (request) => {
    const texts: string[] = [];
    for (const { type, bytes } of request) {
      const [first = '', second = ''] = bytes.subarray(5).toString('utf8').split('\0', 2);
      if (type === 'Q') texts.push(first);
      if (type === 'P') prepared.set(first, second);
      // Bind names the portal first, then the statement.
      if (type === 'B') texts.push(prepared.get(second) ?? '');
    }
    return texts.join('; ');
  };
}
