import fc from 'fast-check';
import { firstEpochOf, messageBytesMax, positionToken } from '@contracts';
import { readCursor, writeCursor } from './cursor';
import { pageOf } from './page';
import { Visibility } from './visibility';

describe('a cursor', () => {
  const keyText = fc.stringMatching(/^[\x20-\x7e]{0,64}$/);

  it('comes back as the key it was made of', () =>
    fc.assert(
      fc.property(keyText, keyText, fc.maxSafeInteger(), (a, b, n) =>
        expect(readCursor(writeCursor([a, b, n]), ['', '', 0])).toEqual([a, b, n]),
      ),
    ));

  it('is the start when there is none', () =>
    expect(readCursor(undefined, ['9999', ''])).toEqual(['9999', '']));

  it.each([
    ['no base64url', 'a b'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['no list', Buffer.from('"text"').toString('base64url')],
    ['a key of another list', writeCursor(['one'])],
    ['a number where text is sorted', writeCursor(['one', 2])],
    ['text a database refuses', writeCursor(['one', 'tw\u0000o'])],
  ])('is refused when it is %s', (_, cursor) => expect(readCursor(cursor, ['', ''])).toBeUndefined());

  it('never breaks on text from outside', () =>
    fc.assert(
      fc.property(fc.string(), (text) => {
        readCursor(text, ['', 0]);
      }),
    ));
});

describe('a page', () => {
  const rows = Array.from({ length: 10 }, (_, id) => ({ id }));
  const keyOf = ({ id }: { id: number }) => [id];

  it('ends without a cursor when there is no more', () => expect(pageOf(rows, 10, keyOf)).toEqual({ rows }));

  it('leads on from its last row', () =>
    expect(pageOf(rows, 9, keyOf)).toEqual({ rows: rows.slice(0, 9), next: writeCursor([8]) }));

  it('ends early before it would be too large for a message, and never without a row', () => {
    const wide = rows.map(({ id }) => ({ id, text: 'ấ'.repeat(60_000) }));
    const page = pageOf(wide, 9, keyOf);
    expect(page).toEqual({ rows: wide.slice(0, 2), next: writeCursor([1]) });
    expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(messageBytesMax);
    const huge = [
      { id: 0, text: 'a'.repeat(messageBytesMax) },
      { id: 1, text: '' },
    ];
    expect(pageOf(huge, 9, keyOf).rows).toEqual(huge.slice(0, 1));
  });
});

describe('a position asked for', () => {
  const storeId = '5d0f6a52-1111-4222-8333-944455556666';
  const token = (commit: bigint) => positionToken({ storeId, commit });

  it('is waited for until the rows are there', async () => {
    const visibility = new Visibility(firstEpochOf(storeId));
    visibility.advanceTo(10n);
    await expect(visibility.refusalUntilVisible(token(10n))).resolves.toBeUndefined();
    const [early, late] = [token(11n), token(12n)].map((each) => visibility.refusalUntilVisible(each));
    visibility.advanceTo(11n);
    await expect(early).resolves.toBeUndefined();
    visibility.advanceTo(20n);
    await expect(late).resolves.toBeUndefined();
    visibility.advanceTo(15n);
    expect(visibility.position).toBe(20n);
  });

  it('is given up after the limit', () =>
    expect(new Visibility(firstEpochOf(storeId), 5).refusalUntilVisible(token(1n))).resolves.toEqual({
      ok: false,
      context: 'position',
      refused: 'not-visible-yet',
    }));

  it.each([
    ['nobody asks', undefined, undefined],
    [
      'it is of another store',
      token(0n).replace('5d0f', '6d0f'),
      { context: 'position', refused: 'of-another-store' },
    ],
    ['it is none', 'H26', { context: 'request', refused: 'malformed' }],
  ])('is answered at once when %s', async (_, after, refusal) => {
    const answer = await new Visibility(firstEpochOf(storeId)).refusalUntilVisible(after);
    if (refusal === undefined) expect(answer).toBeUndefined();
    else expect(answer).toMatchObject(refusal);
  });
});
