import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { InPlaceOf, IsAgencyCode, IsBytes, IsId, IsInstant, IsLegalDate, IsLine } from './shape';
import {
  IsList,
  IsNumeral,
  IsPart,
  IsProse,
  IsSha256,
  IsTrue,
  IsTypedDate,
  IsWhole,
  MayBeAbsent,
} from './shape';

class Piece {
  @IsLine(5)
  readonly name!: string;
}

class Sample {
  @MayBeAbsent()
  @IsTypedDate()
  readonly day?: string;
  @IsInstant()
  readonly at!: string;
  @IsLegalDate()
  readonly dueDate!: string;
  @IsList(2, { min: 1, unique: true })
  @IsAgencyCode({ each: true })
  readonly recipients!: readonly string[];
  @MayBeAbsent()
  @IsProse(5)
  readonly opinion?: string;
  @MayBeAbsent()
  @IsPart(() => Piece)
  readonly piece?: Piece;
  @MayBeAbsent()
  @IsList(2)
  @IsPart(() => Piece, { each: true })
  readonly pieces?: readonly Piece[];
  @MayBeAbsent()
  @IsList(2)
  @IsId({ each: true })
  readonly ids?: readonly string[];
  @MayBeAbsent()
  @IsSha256()
  readonly sha256?: string;
  @MayBeAbsent()
  @IsWhole(0, 9)
  readonly whole?: number;
  @MayBeAbsent()
  @IsNumeral(0, 9)
  readonly numeral?: number;
  @InPlaceOf('embedded')
  @IsBytes(8)
  readonly cms?: string;
  @MayBeAbsent()
  @IsTrue()
  readonly embedded?: true;
}

const right = {
  at: '2026-11-20T09:30:00.000Z',
  dueDate: '2026-11-20',
  recipients: ['H26.1'],
  cms: 'AAAA',
};
const made = (change: object) => plainToInstance(Sample, { ...right, ...change });
const wrong = (change: object) => validateSync(made(change)).map(({ property }) => property);

it('takes what has its form', () => expect(wrong({})).toEqual([]));

it.each([
  ['an instant on no day', { at: '2026-02-30T09:30:00.000Z' }, 'at'],
  ['an instant at no hour', { at: '2026-11-20T25:30:00.000Z' }, 'at'],
  ['an instant without a zone', { at: '2026-11-20T09:30:00' }, 'at'],
  ['a day that the calendar has not', { dueDate: '2026-02-30' }, 'dueDate'],
  ['a day of another time', { dueDate: '9999-12-31' }, 'dueDate'],
  ['a typed day of no calendar', { day: '31/02/2026' }, 'day'],
  ['a typed day with the month first', { day: '11/20/2026' }, 'day'],
  ['a typed day of a short year', { day: '20/11/26' }, 'day'],
  ['a date with a time', { dueDate: '2026-11-20T00:00:00.000Z' }, 'dueDate'],
  ['one bad code among good ones', { recipients: ['H26.1', 'h26'] }, 'recipients'],
  ['a list in a list', { recipients: [['H26.1']] }, 'recipients'],
  ['a list that is too long', { recipients: ['H26.1', 'H26.2', 'H26.3'] }, 'recipients'],
  ['a list of nothing', { recipients: [] }, 'recipients'],
  ['the same twice', { recipients: ['H26.1', 'H26.1'] }, 'recipients'],
  ['one thing in the place of a list', { recipients: 'H26.1' }, 'recipients'],
  ['a text too long in code points', { opinion: '𠮷'.repeat(6) }, 'opinion'],
  ['a list in the place of an object', { piece: [] }, 'piece'],
  ['a list of objects in the place of one', { piece: [{ name: 'a' }] }, 'piece'],
  ['a text in the place of an object', { piece: 'a' }, 'piece'],
  ['an object that lacks something', { piece: {} }, 'piece'],
  ['an object among lists', { pieces: {} }, 'pieces'],
  ['a list among objects', { pieces: [[]] }, 'pieces'],
  ['a number among objects', { pieces: [1] }, 'pieces'],
  ['an id that is none', { ids: ['1'] }, 'ids'],
  ['a number with a fraction', { whole: 0.5 }, 'whole'],
  ['a number as text', { whole: '5' }, 'whole'],
  ['a numeral with a sign', { numeral: '+5' }, 'numeral'],
  ['a numeral of nothing', { numeral: '' }, 'numeral'],
  ['a numeral in hex', { numeral: '0x5' }, 'numeral'],
  ['neither of two', { cms: undefined }, 'cms'],
  ['both of two', { embedded: true }, 'cms'],
  ['a lie in the place of the other', { cms: undefined, embedded: false }, 'embedded'],
])('refuses %s', (_, change, property) => expect(wrong(change)).toEqual([property]));

it.each(Object.keys(right).concat('opinion', 'piece', 'pieces', 'ids', 'sha256', 'whole', 'numeral'))(
  'null is no %s',
  (property) => expect(wrong({ [property]: null })).toEqual([property]),
);

it('keeps one form of what can be written in several', () => {
  const id = '30C4DC9D-2A1E-4C11-9D0F-0A5C7E6A1D10';
  const various = { at: '2026-12-31T17:00:00+07:00', ids: [id], sha256: 'A'.repeat(64), numeral: '5' };
  expect(wrong(various)).toEqual([]);
  expect(made(various)).toMatchObject({
    at: '2026-12-31T10:00:00.000Z',
    ids: [id.toLowerCase()],
    sha256: 'a'.repeat(64),
    numeral: 5,
  });
});

it.each([
  ['2026-01-05', '2026-01-05'],
  ['05/01/2026', '2026-01-05'],
  ['5/1/2026', '2026-01-05'],
  ['5-1-2026', '2026-01-05'],
  ['5.1.2026', '2026-01-05'],
])('the day typed as %s is kept as %s', (day, kept) => {
  expect(wrong({ day })).toEqual([]);
  expect(made({ day })).toMatchObject({ day: kept });
});

it('says what would be right', () => {
  const [error] = validateSync(made({ at: 'yesterday' }));
  expect(Object.values(error?.constraints ?? {}).join()).toContain('such as 2026-11-20T09:30:00.000Z');
});
