/** Hostile URLs and names: none of them may bring a connection to the canary. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Address, reachOf } from '../../src/http/address.ts';
import { openSmoke } from '../../src/http/smoke.ts';
import { answer, type RawServer, rawServer } from '../heroku/raw-server.ts';

let canary: RawServer;

beforeAll(async () => {
  canary = await rawServer((_hit, socket) => socket.write(answer(200, 'ok')));
});

afterAll(() => canary.close());

interface Options {
  readonly allowLoopback?: boolean;
  readonly resolve?: (hostname: string) => Promise<readonly Address[]>;
}

function check(url: string, { allowLoopback = false, resolve }: Options = {}) {
  const targetFor = () => ({ url, headers: {} });
  const options = { targetFor, allowLoopback, log: { info() {} }, deadlineMs: 2_000 };
  return openSmoke(resolve === undefined ? options : { ...options, resolve }).check('app');
}

const refused = { kind: 'unreachable', why: 'forbidden-address' };

const HOSTS = [
  '127.0.0.1',
  '127.1',
  '127.8.8.8',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.1',
  '127.0.0.1.',
  '１２７.0.0.1',
  '127。0。0。1',
  'localhost',
  'LOCALHOST',
  '0.0.0.0',
  '0',
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::1]',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '[fe80::1]',
  '[fc00::1]',
  '[ff02::1]',
  'status.raxx.app@127.0.0.1',
  'user:password@127.0.0.1',
];

describe.each(['http', 'https'])('by %s', (scheme) => {
  it.each(HOSTS)('%s is not reached', async (host) => {
    expect(await check(`${scheme}://${host}:${canary.port}/`)).toEqual(refused);
    expect(canary.connections()).toBe(0);
  });
});

it.each(['ftp://127.0.0.1/', 'file:///etc/passwd', 'data:text/plain,ok', 'gopher://[::1]/', 'no url', ''])(
  '%j is no address to check, not even in rehearsal',
  async (url) => {
    const resolve = async () => [{ address: '127.0.0.1', family: 4 }] as const;
    expect(await check(url, { allowLoopback: true, resolve })).toEqual(refused);
  },
);

describe('names', () => {
  const v4 = (address: string): Address => ({ address, family: 4 });
  const v6 = (address: string): Address => ({ address, family: 6 });

  it.each<[string, readonly Address[]]>([
    ['loopback', [v4('127.0.0.1')]],
    ['a private network', [v4('10.1.2.3')]],
    ['the metadata service', [v4('169.254.169.254')]],
    ['mapped loopback', [v6('::ffff:127.0.0.1')]],
    ['link-local with a zone', [v6('fe80::1%eth0')]],
    ['a public address and loopback', [v4('104.16.0.1'), v4('127.0.0.1')]],
    ['a public address and a private one', [v6('2606:4700::1'), v4('192.168.0.1')]],
  ])('leading to %s are not followed', async (_name, addresses) => {
    const url = `https://status.example:${canary.port}/`;
    expect(await check(url, { resolve: async () => addresses })).toEqual(refused);
    expect(canary.connections()).toBe(0);
  });

  it('are asked once: what was checked is what is dialled', async () => {
    const answers = [[v4('127.0.0.1')], [v4('10.0.0.1')]];
    const resolve = async () => answers.shift() ?? [];
    const before = canary.connections();
    const result = await check(`http://status.example:${canary.port}/`, { allowLoopback: true, resolve });
    expect(result).toMatchObject({ kind: 'answered', status: 200 });
    expect(canary.connections()).toBe(before + 1);
    expect(answers).toHaveLength(1);
  });

  it('public ones are not reached by plain http', async () => {
    const resolve = async () => [v4('104.16.0.1')];
    expect(await check('http://status.example/', { resolve })).toEqual(refused);
    expect(await check('http://status.example/', { resolve, allowLoopback: true })).toEqual(refused);
  });
});

describe('reachOf', () => {
  it.each(['104.16.132.229', '8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::6810:84e5', '2a00:1450::1'])(
    '%s is public',
    (address) => {
      expect(reachOf({ address, family: address.includes(':') ? 6 : 4 })).toBe('public');
    },
  );
});
