import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { DossiersQuery } from '@contracts';
import { answered, paged, ToldRows } from '../../../../test/flows/told-rows';
import { rules, submittedFor } from '../../../../test/transitions/staged-examples';
import { DossiersHandler, DossiersOf } from './dossiers.query';

const told = new ToldRows();
told.onDatabase({ 'the desk of dossiers': theDesk, 'its totals': theTotals });

const desk = (agency: string, page: DossiersQuery = {}) =>
  new DossiersHandler(told.reads, told.parties, told.clock, told.names).execute(new DossiersOf(agency, page));
const shown = async (agency: string, page: DossiersQuery = {}) => answered(await desk(agency, page));
const idsOf = async (agency: string, page: DossiersQuery = {}): Promise<readonly string[]> =>
  (await shown(agency, page)).rows.map(({ dossierId }) => dossierId);
const totalsOf = async (agency: string, page: DossiersQuery = {}) => {
  const { held, offered, given, done } = (await shown(agency, page)).totals;
  return [held, offered, given, done].map(({ count }) => count);
};

const take = async (dossierId: string, from: string, to: string) => {
  const { handoffId } = await told.scribe.offer(dossierId, from, to, 'Thẩm định');
  return told.scribe.settle(dossierId, handoffId, to, 'AcceptHandoff');
};
const complete = (dossierId: string, by: string) =>
  told.scribe.onDossier(dossierId, by, {
    ...{ type: 'CompleteDossier', by, officer: 'mc.01', outcome: 'granted', endedAt: told.scribe.at },
  });

function theDesk(): void {
  it('shows who holds, is offered, gave away and is done, and where it is now', async () => {
    const dueAt = '2026-12-01T00:00:00.000Z';
    const dossierId = await told.scribe.opened('H99', dueAt);
    const openedAt = (await shownSince()).openedAt;
    const offeredAt = told.scribe.at;
    const { handoffId } = await told.scribe.offer(dossierId, 'H99', 'H99.4', 'Thẩm định');
    const offer = { handoffId, from: 'H99', to: 'H99.4', giver: 'mc.01', reason: 'Thẩm định', offeredAt };
    await told.projected();
    expect((await shown('H99')).rows).toMatchObject([
      { dossierId, state: 'offered', dueAt, late: false, offer },
    ]);
    expect((await shown('H99.4', { box: 'offered' })).rows).toEqual([
      {
        ...{ dossierId, procedure: '2.000635', channel: 'counter', stage: 'unversioned' },
        ...{ state: 'offered', holder: 'H99', openedBy: 'H99', since: offeredAt, openedAt, dueAt },
        ...{ late: false, offer, presentHolder: { agency: 'H99' } },
      },
    ]);

    const takenAt = told.scribe.at;
    await told.scribe.settle(dossierId, handoffId, 'H99.4', 'AcceptHandoff');
    await take(dossierId, 'H99.4', 'H99.1');
    await told.projected();
    expect((await shown('H99', { box: 'given' })).rows).toMatchObject([
      { dossierId, holder: 'H99.1', givenTo: 'H99.4', since: takenAt, dueAt },
    ]);
    expect(await totalsOf('H99')).toEqual([0, 0, 1, 0]);
    expect(await totalsOf('H99.4')).toEqual([0, 0, 1, 0]);
    expect(await totalsOf('H99.1')).toEqual([1, 0, 0, 0]);

    await complete(dossierId, 'H99.1');
    await told.projected();
    for (const agency of ['H99', 'H99.4', 'H99.1']) expect(await totalsOf(agency)).toEqual([0, 0, 0, 1]);
    expect(await totalsOf('H99.3')).toEqual([0, 0, 0, 0]);

    async function shownSince() {
      await told.projected();
      return (await shown('H99')).rows[0]!;
    }
  });

  it('leaves what was returned where it was before, and nowhere at who returned it', async () => {
    const dossierId = await told.scribe.opened('H99');
    await take(dossierId, 'H99', 'H99.4');
    for (const to of ['H99', 'H99.1']) {
      const { handoffId } = await told.scribe.offer(dossierId, 'H99.4', to);
      await told.projected();
      expect(await idsOf(to, { box: 'offered' })).toEqual([dossierId]);
      await told.scribe.settle(dossierId, handoffId, to, 'ReturnHandoff');
    }
    await told.projected();
    expect(await totalsOf('H99')).toEqual([0, 0, 1, 0]);
    expect(await totalsOf('H99.1')).toEqual([0, 0, 0, 0]);
    expect(await totalsOf('H99.4')).toEqual([1, 0, 0, 0]);
  });

  it('puts late ones first, those without an end last, and done ones newest first', async () => {
    const due = (day: string) => `2026-${day}T09:00:00.000Z`;
    const [without, next, late] = [
      await told.scribe.opened('H99'),
      await told.scribe.opened('H99', due('12-05')),
      await told.scribe.opened('H99', due('11-22')),
    ];
    const [first, second] = [await told.scribe.opened('H99'), await told.scribe.opened('H99')];
    for (const dossierId of [first, second]) await complete(dossierId, 'H99');
    await told.projected();
    told.now = due('12-01');
    expect(await idsOf('H99')).toEqual([late, next, without]);
    expect(await idsOf('H99', { late: true })).toEqual([late]);
    expect(await idsOf('H99', { late: false })).toEqual([next, without]);
    expect((await shown('H99')).totals.held).toEqual({ count: 3, late: 1 });
    expect(await idsOf('H99', { box: 'done' })).toEqual([second, first]);
    const all = await paged((page) => desk('H99', page));
    expect(all.map(({ dossierId }) => dossierId)).toEqual([late, next, without]);
    const done = await paged((page) => desk('H99', { box: 'done', ...page }));
    expect(done.map(({ dossierId }) => dossierId)).toEqual([second, first]);
  });

  it('leaves what all filters leave', async () => {
    const wanted = await told.scribe.opened('H99', '2026-12-01T09:00:00.000Z');
    const other = await told.scribe.opened('H99.1');
    await take(other, 'H99.1', 'H99');
    await told.projected();
    const all: readonly DossiersQuery[] = [
      { dueFromDate: '2026-12-01', dueToDate: '2026-12-01' },
      { officer: 'mc.01' },
      { late: false, dueToDate: '2026-12-31' },
    ];
    for (const filter of all) {
      expect(await idsOf('H99', filter)).toEqual([wanted]);
      expect(await totalsOf('H99', filter)).toEqual([1, 0, 0, 0]);
    }
    expect(await idsOf('H99', { agency: 'H99.1' })).toEqual([other]);
    expect(await idsOf('H99', { officer: 'mc.02' })).toEqual([other]);
    const both = [wanted, other];
    for (const filter of [
      { procedure: '2.000635' },
      { stage: 'unversioned', channel: 'counter' },
      { fromDate: '2026-11-22', toDate: '2026-11-22' },
    ] as const)
      expect(await idsOf('H99', filter)).toEqual(both);
    for (const filter of [
      { code: 'H99-261122-0001' },
      { applicantRef: wanted },
      { procedure: '2.000636' },
      { stage: 'InProcess' },
      { channel: 'post' },
      { toDate: '2026-11-21' },
      { dueFromDate: '2026-12-02' },
    ] as const)
      expect(await idsOf('H99', filter)).toEqual([]);
  });

  it('refuses a cursor that is none', async () =>
    expect(await desk('H99', { cursor: 'H26' })).toMatchObject({
      context: 'request',
      refused: 'malformed',
      errors: [{ pointer: '/body/cursor' }],
    }));
}

const agencies = ['H99', 'H99.1', 'H99.4'] as const;
const boxes = ['held', 'offered', 'given', 'done'] as const;

function theTotals(): void {
  it('count linked dossiers once', async () => {
    const submitted = async (origin?: string) => {
      const [submission] = submittedFor(rules);
      const dossierId = randomUUID();
      const linkedTo = origin === undefined ? {} : { linkedTo: { dossierId: origin, as: 'follows' } };
      await told.scribe.onDossier(dossierId, 'H26.1', {
        ...submission,
        dossierId,
        ...linkedTo,
      } as typeof submission);
      return dossierId;
    };
    const first = await submitted();
    const second = await submitted(first);
    const third = await submitted(second);
    await submitted();
    await told.projected();
    expect(await totalsOf('H26.1')).toEqual([2, 0, 0, 0]);
    const { rows } = await shown('H26.1');
    expect(rows).toHaveLength(4);
    expect(rows.find(({ dossierId }) => dossierId === third)?.linkedTo).toEqual({
      dossierId: second,
      as: 'follows',
    });
  });

  it('are the rows of each box, each dossier with one holder', async () => {
    const moves = fc.array(
      fc.record({
        which: fc.nat(3),
        move: fc.constantFrom('offer', 'AcceptHandoff', 'ReturnHandoff', 'RecallHandoff', 'complete'),
        to: fc.constantFrom(...agencies),
      }),
      { maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(moves, async (steps) => {
        await told.anew();
        const model = new Map<
          string,
          { holder: string; had: Set<string>; to?: string; id?: string; isDone?: true }
        >();
        for (let i = 0; i < 4; i++) {
          const [holder] = agencies;
          model.set(await told.scribe.opened(holder), { holder, had: new Set([holder]) });
        }
        for (const { which, move, to } of steps) {
          const [dossierId, dossier] = [...model][which]!;
          if (dossier.isDone) continue;
          if (move === 'offer') {
            if (dossier.to !== undefined || to === dossier.holder) continue;
            dossier.to = to;
            dossier.id = (await told.scribe.offer(dossierId, dossier.holder, to)).handoffId;
          } else if (move === 'complete') {
            if (dossier.to !== undefined) continue;
            await complete(dossierId, dossier.holder);
            dossier.isDone = true;
          } else if (dossier.to !== undefined) {
            const by = move === 'RecallHandoff' ? dossier.holder : dossier.to;
            await told.scribe.settle(dossierId, dossier.id!, by, move);
            if (move === 'AcceptHandoff') {
              dossier.holder = dossier.to;
              dossier.had.add(dossier.to);
            }
            delete dossier.to;
          }
        }
        await told.projected();
        for (const agency of agencies) {
          const boxOf = (each: { holder: string; had: Set<string>; to?: string; isDone?: true }) => {
            if (each.to === agency) return 'offered';
            if (!each.had.has(agency)) return undefined;
            if (each.isDone) return 'done';
            return each.holder === agency ? 'held' : 'given';
          };
          const expected = boxes.map(
            (box) => [...model.values()].filter((each) => boxOf(each) === box).length,
          );
          expect(await totalsOf(agency)).toEqual(expected);
          for (const [index, box] of boxes.entries())
            expect(await paged((page) => desk(agency, { box, ...page }))).toHaveLength(expected[index]!);
        }
      }),
      { numRuns: 15 },
    );
  });
}
