import { describe, expect, test } from 'vitest';
import { ApiError } from '../../../rehearsal/heroku/api-error.ts';
import { type Page, page } from '../../../rehearsal/heroku/range.ts';

const items = Array.from({ length: 433 }, (_, i) => ({ version: i + 1, id: `id-${(i * 7919) % 433}` }));
const sortable = {
  by: { version: (each: { version: number }) => each.version, id: (each: { id: string }) => each.id },
};
const versions = (header?: string) => page(items, sortable, header).items.map(({ version }) => version);

function refusal(header: string): number {
  try {
    page(items, sortable, header);
  } catch (error) {
    if (error instanceof ApiError) return error.status;
    throw error;
  }
  return 200;
}

describe('Range', () => {
  test('without one: the OLDEST 200, ascending', () => {
    const { status, headers, items: shown } = page(items, sortable, undefined);
    expect(status).toBe(206);
    expect([shown[0]?.version, shown.at(-1)?.version]).toEqual([1, 200]);
    expect(headers).toEqual({
      'Accept-Ranges': 'id, version',
      'Content-Range': 'version 1..200',
      'Next-Range': 'version ]200..; max=200',
    });
  });

  test.each([
    ['version ..; order=desc,max=3', [433, 432, 431]],
    // As the real CLI sends it: a space after the comma.
    ['version ..; max=3, order=desc', [433, 432, 431]],
    ['version ]431..; order=desc,max=2', [430, 429]],
    ['version 5..7', [5, 6, 7]],
    ['version ]5..7[', [6]],
    ['version 7..5; order=desc', [7, 6, 5]],
  ])('%s', (header, expected) => expect(versions(header)).toEqual(expected));

  test('Next-Range leads through every page to a 200', () => {
    const seen: number[] = [];
    let header: string | undefined = 'version ..; order=desc,max=100';
    let statuses = '';
    while (header !== undefined) {
      const next: Page<(typeof items)[number]> = page(items, sortable, header);
      seen.push(...next.items.map(({ version }) => version));
      statuses += `${next.status} `;
      header = next.headers['Next-Range'];
    }
    expect(seen).toEqual(items.map(({ version }) => version).toReversed());
    expect(statuses).toBe('206 206 206 206 200 ');
  });

  test('by id the order is that of the ids', () => {
    const ids = page(items, sortable, 'id ..; max=1000').items.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted());
    expect(ids).toHaveLength(433);
  });

  test.each([
    ['version ..; max=10; order=desc', 400],
    ['version ..; max=1001', 400],
    ['version ..; max=0', 400],
    ['version ..; order=down', 400],
    ['nonsense', 400],
    ['colour ..; max=3', 416],
    ['version abc..', 416],
  ])('%s is refused with %i', (header, status) => expect(refusal(header)).toBe(status));
});
