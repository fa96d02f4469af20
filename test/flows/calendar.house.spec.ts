import {
  type DocumentView,
  positionToken,
  type ProblemName,
  subjects,
  type WorkCalendarShown,
} from '@contracts';
import { calendarStream } from '@domain/calendar';
import { deliveryStream } from '@domain/delivery';
import { type Configuration, CurrentCalendar } from '@runtime';
import { problemType } from '../../apps/gateway/src/edge/problem';
import { wronglyDescribed } from './described-answers';
import { bodyOf, Edge, placeOf, problemIn, type Visitor } from './edge';
import { Hands } from './hands';
import { accepted, type Province, startProvince } from './province';
import { inStore, Scribe } from './scribe';

jest.setTimeout(60_000);

const hands = new Hands();
let province: Province;
let edge: Edge;
let operator: Visitor;
let clerk: Visitor;

beforeAll(async () => {
  hands.set = '2026-11-23T01:00:00.000Z';
  province = await startProvince({
    services: ['directory', 'exchange', 'read-models'],
    clock: hands,
    settings: { LIENTHONG_PORT: '0', LIENTHONG_CLOSURES: '2026-12-30' },
  });
  await province.found();
  edge = await Edge.start(province.context);
  operator = await edge.as('H99', 'Operator');
  clerk = await edge.as('H99.1', 'Clerk');
});
afterAll(async () => {
  await edge.stop();
  await province.stop();
});

const notice = { source: '41/TB-UBND', reason: 'Bão số 14' };
const off = (date: string, kind = 'LOCAL_CLOSURE', over: object = {}) => ({
  ...{ date, kind, source: notice.source, validFrom: '2026-11-01', ...over },
});
const revise = (body: object) => operator.post('/calendar/revisions', { ...notice, ...body });
const shown = async (query = '') => {
  const { body } = await clerk.get<WorkCalendarShown>(`/calendar${query}`);
  return body;
};

it('begins with the table of the country and what was set, and is told to everybody', async () => {
  const { version, hours, days, versions } = await shown();
  expect({ version, hours }).toEqual({ version: 1, hours: '07:00-11:30,13:30-17:00' });
  expect(versions).toEqual([{ version: 1, recordedAt: expect.stringMatching(/Z$/) as string }]);
  expect(days).toContainEqual({
    ...{ date: '2026-12-30', kind: 'LOCAL_CLOSURE' },
    ...{ source: 'closures of this province', validFrom: '2026-12-30' },
  });
  expect(days.filter(({ date }) => date.startsWith('2026-02')).map(({ date }) => date)).toEqual(
    ['16', '17', '18', '19', '20'].map((day) => `2026-02-${day}`),
  );
  expect(await province.factsOf(calendarStream)).toEqual(['CalendarPublished']);
});

describe('a revision', () => {
  let scribe: Scribe;
  beforeAll(() => (scribe = new Scribe(inStore(province.store), Date.parse(hands.set as string))));

  /** Its bytes are nowhere, so that it never arrives. */
  const sent = async (subject: string) => {
    const documentId = await scribe.issued('H99.1', ['H99.2'], subject, { sha256: 'c'.repeat(64) });
    const stream = deliveryStream({ documentId, to: 'H99.2' });
    const { position } = await province.waitFor(stream, 'DeliveryRequested');
    return { documentId, stream, position };
  };
  /** As it is once its last fact is visible; the end of the store may be a checkpoint, which rows never reach. */
  const delivery = async ({ documentId, position }: { documentId: string; position: bigint }) => {
    const after = positionToken({ storeId: province.storeId, commit: position });
    const asker = province.officer('H99.1', 'Clerk');
    const asked = asker.query<DocumentView>(subjects.getDocument, { documentId }, { after });
    return accepted(await asked).deliveries[0];
  };

  it('moves what is computed from then on, and nothing that was recorded', async () => {
    const early = await sent('Văn bản quá hạn trước khi sửa lịch');
    hands.set = '2026-11-23T07:30:00.000Z';
    const { data: missed, position } = await province.waitFor(early.stream, 'AcknowledgementOverdue');
    expect(missed).toMatchObject({ calendarVersion: (await shown()).calendarVersion });

    hands.set = '2026-11-23T08:00:00.000Z';
    const late = await sent('Văn bản chờ khi sửa lịch');
    const before = (await delivery(late))?.awaiting?.dueAt as string;
    expect(before.slice(0, 10)).toBe('2026-11-24');

    const { version, calendarVersion } = bodyOf(await revise({ added: [off('2026-11-24')] }));
    expect(version).toBe(2);
    let after = before;
    // Heard by the services a moment later.
    while (after === before) after = (await delivery(late))?.awaiting?.dueAt as string;
    expect(after).toBe(before.replace('2026-11-24', '2026-11-25'));

    hands.set = '2026-11-25T03:00:00.000Z';
    const { data } = await province.waitFor(late.stream, 'AcknowledgementOverdue');
    expect(data).toMatchObject({ dueAt: after, calendarVersion });
    const { dueAt } = missed as { dueAt: string };
    expect((await delivery({ ...early, position }))?.silences).toMatchObject([{ dueAt }]);
  });

  it('is seen by who asks after it, and what was known before can be asked for', async () => {
    hands.set = '2026-12-01T02:00:00.000Z';
    const added = [off('2026-12-21', 'LOCAL_CLOSURE', { agency: 'H99.2' })];
    const { version, position } = bodyOf(await revise({ added, hours: '07:30-11:30,13:00-17:00' }));
    const now = await shown(`?after=${String(position)}`);
    expect(now).toMatchObject({ version, hours: '07:30-11:30,13:00-17:00' });
    expect(now.days).toContainEqual({ ...added[0], agencyName: expect.any(String) as string });
    expect(now.versions[0]).toMatchObject({ version, ...notice });

    const { context } = province;
    await waitUntil(() => context.calendar.now.calendarVersion === now.calendarVersion);
    expect(context.calendar.of('H99.2').isWorked('2026-12-21')).toBe(false);
    expect(context.calendar.now.isWorked('2026-12-21')).toBe(true);

    expect(await shown('?knownOn=2026-10-31')).toMatchObject({
      version: 1,
      hours: '07:00-11:30,13:30-17:00',
    });
    expect((await shown('?knownOn=2025-11-30')).days.some(({ date }) => date === '2026-02-16')).toBe(false);
  });

  it('is one of many at once: each is a version, none is lost', async () => {
    const { version: first } = await shown();
    const dates = ['07', '08', '09', '10', '11'].map((day) => `2027-06-${day}`);
    const revised = await Promise.all(dates.map((date) => revise({ added: [off(date)] })));
    const versions = revised.map((answer) => Number(bodyOf(answer)['version'])).sort((a, b) => a - b);
    expect(versions).toEqual(dates.map((_, index) => first + 1 + index));
    const { days } = await shown();
    expect(dates.filter((date) => !days.some((day) => day.date === date))).toEqual([]);
  });
});

async function waitUntil(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

const wrong: Readonly<Record<string, readonly [ProblemName, object, errors?: readonly string[]]>> = {
  'nothing in it': ['calendar:nothing-revised', {}],
  'hours in the wrong order': ['calendar:not-working-hours', { hours: '13:30-17:00,07:00-11:30' }],
  'a holiday of one agency': [
    'calendar:only-closures-have-an-agency',
    { added: [off('2027-03-01', 'HOLIDAY', { agency: 'H99.2' })] },
  ],
  'the closure of an agency nobody has': [
    'calendar:agency-not-found',
    { added: [off('2027-03-01'), off('2027-03-02', 'LOCAL_CLOSURE', { agency: 'H99.77' })] },
    ['/body/added/1/agency'],
  ],
  'a day to remove that is not there': ['calendar:day-not-found', { removed: [{ date: '2027-03-01' }] }],
  'a closure on a holiday': ['calendar:day-told-twice', { added: [off('2027-04-30')] }, ['/body/added']],
  'a swap the wrong way round': [
    'calendar:day-out-of-place',
    { added: [off('2027-03-01', 'SWAP_WORK'), off('2027-03-06', 'SWAP_OFF')] },
    ['/body/added', '/body/added'],
  ],
  'half a swap': ['calendar:swap-uneven', { added: [off('2027-03-01', 'SWAP_OFF')] }, ['/body/added']],
  'a holiday on a Sunday without its compensation': [
    'calendar:compensation-missing',
    { added: [off('2027-03-07', 'HOLIDAY')] },
    ['/body/added'],
  ],
  'compensation for nothing': [
    'calendar:compensation-for-nothing',
    { added: [off('2027-03-01', 'COMPENSATION')] },
    ['/body/added'],
  ],
  'a day that is none': ['request:malformed', { added: [off('2027-02-29')] }, ['/body/added/0/date']],
  'a kind nobody knows': [
    'request:malformed',
    { added: [off('2027-03-01', 'WEEKEND')] },
    ['/body/added/0/kind'],
  ],
  'no source': ['request:malformed', { added: [off('2027-03-01')], source: '' }, ['/body/source']],
  'hours that are none': ['request:malformed', { hours: '7-17' }, ['/body/hours']],
};

it.each(Object.keys(wrong))('with %s is refused whole, by its own name', async (what) => {
  const [problem, body, errors] = wrong[what] as (typeof wrong)[string];
  const facts = await province.factsOf(calendarStream);
  const told = problemIn(await revise(body));
  expect(told.type).toBe(problemType(problem));
  if (errors !== undefined) expect(told.errors?.map(placeOf)).toEqual(errors);
  expect(await province.factsOf(calendarStream)).toEqual(facts);
});

it('is revised by operators only', async () =>
  expect(
    problemIn(await clerk.post('/calendar/revisions', { ...notice, added: [off('2027-03-01')] })).type,
  ).toBe(problemType('request:role-not-allowed')));

describe('a later start', () => {
  const opened = (over: Partial<Configuration>) => {
    const { store, log, configuration } = province.context;
    return CurrentCalendar.open({ store, log }, { ...configuration, ...over }, hands.now());
  };

  it('goes on with the calendar as it was revised, by the same settings or by none', async () => {
    const { calendarVersion } = await shown();
    for (const over of [{}, { closures: [] }]) {
      expect((await opened(over)).now.calendarVersion).toBe(calendarVersion);
    }
  });

  it.each<[string, Partial<Configuration>]>([
    ['LIENTHONG_CLOSURES', { closures: ['2026-12-31'] }],
    ['LIENTHONG_CALENDAR_WITHOUT', { calendarWithout: 'none' }],
    ['LIENTHONG_WORKING_HOURS', { workingHours: '08:00-12:00,13:00-17:00' }],
  ])('is refused when %s says something else, and told what to do', (name, over) =>
    expect(opened(over)).rejects.toThrow(new RegExp(`${name} .*remove it.*POST /calendar/revisions`)),
  );
});

it('answers as the OpenAPI document describes', async () =>
  expect(await wronglyDescribed(edge, 'calendar')).toEqual([]));
