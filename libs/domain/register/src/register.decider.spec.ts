import fc from 'fast-check';
import { fold, given, play } from '@domain/decider';
import { type RegisterCommand, registerDecider, type RegisterRefusal } from './register.decider';
import type { Book, RegisterEvent } from './register.events';
import { numberOf } from './register-state';

type Command<T extends RegisterCommand['type']> = Extract<RegisterCommand, { type: T }>;

const at = '2026-11-22T01:00:00.000Z';
const book = { agency: 'H26.1', series: 'incoming', bookYear: 2026 };
const reason = 'văn bản bị từ chối tiếp nhận';

const allocate = (key: string): Command<'AllocateNumber'> => ({
  type: 'AllocateNumber',
  ...book,
  key,
  officer: 'vt.01',
  at,
});
const cancel = (key: string): Command<'VoidNumber'> => ({ type: 'VoidNumber', key, reason, at });
const allocated = (key: string, number: number, of: Book = book): RegisterEvent => ({
  type: 'NumberAllocated',
  data: { ...of, number, key, officer: 'vt.01', at },
});
const voided = (key: string, number: number): RegisterEvent => ({
  type: 'NumberVoided',
  data: { ...book, number, key, reason, at },
});

const opening: Command<'OpenBook'> = { type: 'OpenBook', ...book, nextNumber: 1_846, officer: 'ld.01', at };
const opened: RegisterEvent = {
  type: 'BookOpened',
  data: { ...book, number: 1_845, key: 'opening-balance', officer: 'ld.01', at },
};

const left = {
  documentType: 'QD',
  documentDate: '2026-11-20',
  subject: 'Về việc thành lập tổ công tác',
  signer: 'Giám đốc',
  recipients: ['Công ty A', 'Lưu: VT'],
  filedBy: 'Văn thư',
  copies: 3,
} as const;
const outgoingBook = { ...book, series: 'outgoing' };
const outgoing = (
  key: string,
  over: Partial<Command<'RecordOutgoingPaper'>> = {},
): Command<'RecordOutgoingPaper'> => ({
  type: 'RecordOutgoingPaper',
  ...{ ...outgoingBook, key, officer: 'vt.01', at, abbreviation: 'UBND', ...left, ...over },
});
const came = {
  arrivedDate: '2026-11-21',
  sender: 'Công ty B',
  symbol: '12/CTB',
  documentDate: '2026-11-19',
  subject: 'Đề nghị gia hạn',
} as const;
const incoming = (
  key: string,
  over: Partial<Command<'RecordIncomingPaper'>> = {},
): Command<'RecordIncomingPaper'> => ({
  type: 'RecordIncomingPaper',
  ...{ ...book, key, officer: 'vt.01', at, ...came, ...over },
});

const givenBook = given(registerDecider);

describe('a register', () => {
  it('begins with number 1', () =>
    expect(givenBook().when(allocate('a'))).toEqual({ events: [allocated('a', 1)] }));

  it('goes on with the next number', () =>
    expect(givenBook(allocated('a', 1)).when(allocate('b'))).toEqual({ events: [allocated('b', 2)] }));

  it('never gives a voided number again', () =>
    expect(givenBook(allocated('a', 1), voided('a', 1)).when(allocate('b'))).toEqual({
      events: [allocated('b', 2)],
    }));

  it('voids a number with its reason', () =>
    expect(givenBook(allocated('a', 1)).when(cancel('a'))).toEqual({ events: [voided('a', 1)] }));

  it('names who voided a number and who approved it', () => {
    const who = { officer: 'vt.01', approvedBy: 'ld.01' };
    const { type, data } = voided('a', 1);
    expect(givenBook(allocated('a', 1)).when({ ...cancel('a'), ...who })).toEqual({
      events: [{ type, data: { ...data, ...who } }],
    });
  });

  it('goes on after the numbers of an older system, which are taken over once', () => {
    expect(givenBook().when(opening)).toEqual({ events: [opened] });
    expect(givenBook(opened).when(allocate('a'))).toEqual({ events: [allocated('a', 1_846)] });
    expect(givenBook(opened).when(opening)).toEqual({
      refused: 'book-already-begun',
      about: { last: '1845' },
    });
    expect(givenBook(opened).when({ ...cancel('opening-balance') })).toEqual({
      refused: 'no-number-for-key',
    });
    const next = { ...opening, at: '2026-12-31T17:00:00.000Z' };
    expect(givenBook().when(next)).toEqual({ refused: 'not-the-book-of-this-year' });
  });

  const refusals: Record<RegisterRefusal, [RegisterEvent[], RegisterCommand]> = {
    'book-already-begun': [[allocated('a', 1)], opening],
    'number-voided': [[allocated('a', 1), voided('a', 1)], allocate('a')],
    'no-number-for-key': [[allocated('a', 1)], cancel('b')],
    'not-the-book-of-this-year': [[], outgoing('a', { at: '2026-12-31T17:00:00.000Z' })],
    'date-outside-book': [[], outgoing('a', { documentDate: '2025-12-31' })],
    'arrival-in-the-future': [[], incoming('a', { arrivedDate: '2026-11-23' })],
    'dated-after-arrival': [[], incoming('a', { documentDate: '2026-11-22' })],
  };
  it.each(Object.entries(refusals))('refuses with %s', (refused, [history, command]) =>
    expect(givenBook(...history).when(command)).toMatchObject({ refused }),
  );

  it.each<[string, RegisterCommand, RegisterEvent[]]>([
    ['allocation', allocate('a'), [allocated('a', 1)]],
    ['allocation, after others', allocate('a'), [allocated('a', 1), allocated('b', 2)]],
    ['voiding', cancel('a'), [allocated('a', 1), voided('a', 1)]],
    ['voiding, after others', cancel('a'), [allocated('a', 1), voided('a', 1), allocated('b', 2)]],
  ])('records nothing when the %s is redelivered', (_, command, history) =>
    expect(givenBook(...history).when(command)).toEqual({ events: [] }),
  );

  it('tells the number under a key, and none when it was voided or never given', () => {
    const state = fold(registerDecider, [allocated('a', 1), allocated('b', 2), voided('b', 2)]);
    expect(['a', 'b', 'c'].map((key) => numberOf(state, key))).toEqual([1, undefined, undefined]);
  });
});

describe('a document on paper', () => {
  it('takes the next number of the same series, with the symbol of the rule', () =>
    expect(givenBook(allocated('a', 1, outgoingBook)).when(outgoing('p'))).toEqual({
      events: [
        allocated('p', 2, outgoingBook),
        {
          type: 'OutgoingPaperRecorded',
          data: { ...outgoingBook, number: 2, key: 'p', officer: 'vt.01', at, ...left, symbol: '02/QĐ-UBND' },
        },
      ],
    }));

  it.each([
    [{ copyKind: 'SY' } as const, '01/SY-UBND'],
    [{ documentType: 'CV', draftingUnit: 'VP' } as const, '01/UBND-VP'],
    [{ documentType: 'QPQD' } as const, '01/2026/QĐ-UBND'],
  ])('%j bears %s', (over, symbol) =>
    expect(givenBook().when(outgoing('p', over))).toMatchObject({
      events: [{ type: 'NumberAllocated' }, { type: 'OutgoingPaperRecorded', data: { symbol } }],
    }),
  );

  it('that came takes the next arrival number', () =>
    expect(givenBook(allocated('a', 1)).when(incoming('p'))).toEqual({
      events: [
        allocated('p', 2),
        {
          type: 'IncomingPaperRecorded',
          data: { ...book, number: 2, key: 'p', officer: 'vt.01', at, ...came },
        },
      ],
    }));

  it.each<[string, RegisterCommand, RegisterRefusal]>([
    ['leaves tomorrow', outgoing('p', { documentDate: '2026-11-23' }), 'date-outside-book'],
    ['came into another year', incoming('p', { bookYear: 2025 }), 'not-the-book-of-this-year'],
  ])('is refused when it %s', (_, command, refused) =>
    expect(givenBook().when(command)).toEqual({ refused }),
  );

  it('may bear neither date nor symbol', () => {
    const { documentDate: _, symbol: __, ...plain } = incoming('p');
    expect(givenBook().when(plain)).toMatchObject({ events: [{}, { type: 'IncomingPaperRecorded' }] });
  });

  it('is recorded once, also when its number was voided since', () => {
    const entered = givenBook().when(incoming('p'));
    const events = 'events' in entered ? entered.events : [];
    expect(givenBook(...events, voided('p', 1)).when(incoming('p'))).toEqual({ events: [] });
    expect(givenBook(...events).when(cancel('p'))).toEqual({ events: [voided('p', 1)] });
  });
});

describe('for random histories of a register', () => {
  it('records a document on paper with its number, and no number for two', () =>
    fc.assert(
      fc.property(histories, (played) => {
        const { events } = play(registerDecider, played);
        const given = events.filter(({ type }) => type === 'NumberAllocated').map(({ data }) => data);
        const papers = events
          .filter(({ type }) => type === 'OutgoingPaperRecorded' || type === 'IncomingPaperRecorded')
          .map(({ data }) => data);
        expect(new Set(papers.map(({ number }) => number)).size).toBe(papers.length);
        for (const { number, key } of papers) {
          expect(given.filter((each) => each.number === number).map((each) => each.key)).toEqual([key]);
        }
      }),
    ));

  it('allocated and voided numbers are 1 to n without a gap, each given once', () =>
    fc.assert(
      fc.property(histories, (played) => {
        const { events, state } = play(registerDecider, played);
        const given = events.filter(({ type }) => type === 'NumberAllocated').map(({ data }) => data.number);
        expect(given).toEqual(given.map((_, i) => i + 1));
        expect(state.last).toBe(given.length);
        const standing = new Set(
          events.filter(({ type }) => type === 'NumberVoided').map(({ data }) => data.number),
        );
        for (const key of keys)
          if (numberOf(state, key) !== undefined) standing.add(numberOf(state, key) as number);
        expect([...standing].sort((a, b) => a - b)).toEqual(given);
      }),
    ));

  it('the same key has the same number for ever', () =>
    fc.assert(
      fc.property(histories, (played) => {
        const numbers = new Map<string, number>();
        for (const { data } of play(registerDecider, played).events) {
          expect(numbers.get(data.key) ?? data.number).toBe(data.number);
          numbers.set(data.key, data.number);
        }
        expect(new Set(numbers.values()).size).toBe(numbers.size);
      }),
    ));

  it('a command redelivered at any later time appends nothing', () =>
    fc.assert(
      fc.property(histories, fc.nat(), (played, which) => {
        const { recorded, events } = play(registerDecider, [allocate('k0'), ...played]);
        const redelivered = recorded[which % recorded.length] as RegisterCommand;
        expect(play(registerDecider, [allocate('k0'), ...played, redelivered]).events).toEqual(events);
      }),
    ));

  it('a state that somebody still holds never changes', () =>
    fc.assert(
      fc.property(histories, (played) => {
        const { events } = play(registerDecider, played);
        const states = [registerDecider.initial];
        for (const event of events) states.push(registerDecider.evolve(states.at(-1)!, event));
        const seen = states.map((state, n) => keys.map((key) => [n, state.last, key, numberOf(state, key)]));
        const afresh = states.map((_, n) => {
          const state = fold(registerDecider, events.slice(0, n));
          return keys.map((key) => [n, state.last, key, numberOf(state, key)]);
        });
        expect(seen).toEqual(afresh);
      }),
    ));
});

it('folds a book of 100,000 entries and still knows every one of them', () => {
  const size = 100_000;
  const keyOf = (n: number) => `3f0c4b1e-7c9d-5a51-9f55-${String(n).padStart(12, '0')}.H26.1`;
  let state = registerDecider.initial;
  for (let n = 1; n <= size; n++) state = registerDecider.evolve(state, allocated(keyOf(n), n));
  state = registerDecider.evolve(state, voided(keyOf(777), 777));
  expect(state.last).toBe(size);
  for (let n = 1; n <= size; n++) {
    if (numberOf(state, keyOf(n)) !== (n === 777 ? undefined : n)) throw new Error(`number ${n} is lost`);
  }
  expect(registerDecider.decide(allocate(keyOf(5)), state)).toEqual({ events: [] });
  expect(registerDecider.decide(allocate('new'), state)).toEqual({ events: [allocated('new', size + 1)] });
});

const keys = Array.from({ length: 12 }, (_, n) => `k${n}`);
const histories = fc.array(
  fc
    .tuple(fc.constantFrom(allocate, outgoing, incoming, cancel), fc.constantFrom(...keys))
    .map(([command, key]) => command(key)),
  { maxLength: 60 },
);
