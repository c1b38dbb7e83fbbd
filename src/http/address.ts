/** Which addresses what we ask over HTTP may lead to: public ones, or loopback in rehearsal. Pure. */
import { BlockList, isIPv6 } from 'node:net';

export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

/** `public`: may be reached. `loopback`: only where allowed. `forbidden`: never. */
export type Reach = 'public' | 'loopback' | 'forbidden';

/** Where an address leads (IANA special-purpose registries). */
export function reachOf({ address, family }: Address): Reach {
  // A zone names a network card, and the block list cannot read it.
  if (address.includes('%')) return 'forbidden';
  const kind = family === 6 || isIPv6(address) ? 'ipv6' : 'ipv4';
  if (LOOPBACK.check(address, kind)) return 'loopback';
  if (kind === 'ipv4') return RESERVED_V4.check(address, kind) ? 'forbidden' : 'public';
  // Of IPv6 only the global unicast block is public; mapped and translated IPv4 lie outside it.
  return GLOBAL_V6.check(address, kind) && !RESERVED_V6.check(address, kind) ? 'public' : 'forbidden';
}

const LOOPBACK = blockList(['127.0.0.0', 8], ['::1', 128]);

const RESERVED_V4 = blockList(
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
);

const GLOBAL_V6 = blockList(['2000::', 3]);

/** Protocol assignments with Teredo, documentation, 6to4. */
const RESERVED_V6 = blockList(['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['3fff::', 20]);

function blockList(...subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of subnets) {
    list.addSubnet(network, prefix, isIPv6(network) ? 'ipv6' : 'ipv4');
  }
  return list;
}
