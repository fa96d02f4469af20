import { randomUUID } from 'node:crypto';
import { transact } from '@adapters/event-store';
import {
  type DossierOpened,
  type DossiersHandedOver,
  type DossiersOnDesk,
  type HandOverSlip,
  subjects,
  type TodoList,
} from '@contracts';
import { dossier, type DossierCommand, dossierStream } from '@domain/dossier';
import { rules, staged, submittedFor } from '../transitions/staged-examples';
import { applicantOf } from './applying';
import { Hands } from './hands';
import { accepted, type Officer, officerId, type Province, startProvince } from './province';
import { metaOf } from './scribe';

jest.setTimeout(60_000);

const clock = new Hands();
let province: Province;
let [centre, finance]: Officer[] = [];

beforeAll(async () => {
  clock.set = '2026-11-26T03:00:00.000Z';
  province = await startProvince({ services: ['directory', 'dossiers', 'read-models'], clock });
  await province.found();
  centre = province.officer('H99', 'OneStopOfficer');
  finance = province.officer('H99.1', 'OneStopOfficer');
  opening.applicantRef = await applicantOf(centre);
});
afterAll(() => province.stop());

const opening = { procedure: '2.000635', channel: 'counter', applicantRef: '' };
const opened = async (): Promise<string> =>
  accepted(await centre!.command<DossierOpened>(subjects.openDossier, {}, opening)).dossierId;

const alarmsOf = async (alarm: string): Promise<number> => {
  const { values } = await province.context.metrics.dossierAlarms.get();
  return values.find(({ labels }) => labels.alarm === alarm)?.value ?? 0;
};

/** Ids in the list of one task, as far as `position` is visible. */
async function todo(officer: Officer, task: string, position: string): Promise<readonly unknown[]> {
  const asked = { role: officer.role, task, limit: 200, after: position };
  const { tasks } = accepted(await officer.query<TodoList>(subjects.getTodo, {}, asked));
  return tasks.flatMap(({ rows }) => rows.map(({ dossierId }) => dossierId));
}

describe('dossiers that are handed over with one slip', () => {
  const handOver = (body: object, key?: string) =>
    centre!.command<DossiersHandedOver>(subjects.handOverDossiers, {}, body, key);
  const slipOf = (officer: Officer, slipId: string, after: string) =>
    officer.query<HandOverSlip>(subjects.getHandOverSlip, { slipId }, { after });

  it('are each decided on by itself, once, and the slip tells what became of them', async () => {
    const dossiers = [await opened(), await opened()].sort();
    const unknown = randomUUID();
    const body = { to: 'H99.1', reason: 'Thẩm định', dossiers: [...dossiers, unknown] };
    const key = randomUUID();
    const first = await handOver(body, key);
    const { slipId, number, localDate, answers } = accepted(first);
    expect([number, localDate]).toEqual([1, '2026-11-26']);
    expect(answers.map(({ dossierId, refused }) => [dossierId, refused])).toEqual([
      ...dossiers.map((dossierId) => [dossierId, undefined]),
      [unknown, 'dossier:not-found'],
    ]);
    expect(accepted(await handOver(body, key))).toEqual(accepted(first));
    expect(await handOver({ ...body, dossiers }, key)).toMatchObject({ refused: 'idempotency-key-reused' });
    for (const dossierId of dossiers)
      expect(await province.factsOf(dossierStream(dossierId))).toEqual(['DossierOpened', 'HandoffOffered']);

    const [one, other] = answers as unknown as [
      Required<(typeof answers)[number]>,
      Required<(typeof answers)[number]>,
    ];
    const on = ({ dossierId, handoffId }: typeof one) => ({ dossierId, handoffId });
    accepted(await finance!.command(subjects.acceptHandoff, on(one)));
    const reason = { reason: 'Không thuộc thẩm quyền' };
    const last = await finance!.command(subjects.returnHandoff, on(other), reason);
    const { position } = last as { position: string };
    const slip = accepted(await slipOf(finance!, slipId, position));
    expect(slip).toMatchObject({
      ...{ slipId, number, localDate, from: 'H99', to: 'H99.1', reason: 'Thẩm định' },
      giver: officerId('OneStopOfficer', 'H99'),
    });
    const settledBy = officerId('OneStopOfficer', 'H99.1');
    expect(slip.rows).toMatchObject([
      { ...on(one), outcome: 'accepted', settledBy },
      { ...on(other), outcome: 'returned', settledBy, settledReason: reason.reason },
    ]);
    expect(accepted(await slipOf(centre!, slipId, position))).toEqual(slip);
    const stranger = province.officer('H99.4', 'OneStopOfficer');
    expect(await slipOf(stranger, slipId, position)).toMatchObject({ refused: 'slip-not-found' });

    const desk = accepted(
      await centre!.query<DossiersOnDesk>(subjects.getDossiers, {}, { box: 'given', after: position }),
    );
    expect(desk.rows).toMatchObject([{ dossierId: one.dossierId, holder: 'H99.1', givenTo: 'H99.1' }]);
    expect(desk.totals).toMatchObject({ held: { count: 1 }, given: { count: 1 } });
  });

  it('have a slip of the next number', async () =>
    expect(
      accepted(await handOver({ to: 'H99.1', reason: 'Thẩm định', dossiers: [randomUUID()] })),
    ).toMatchObject({ number: 2, answers: [{ refused: 'dossier:not-found' }] }));
});

it('an offer that nobody takes is an alarm of its giver, until somebody does', async () => {
  const before = await alarmsOf('HandoffOverdue');
  const dossierId = await opened();
  const offer = { to: 'H99.1', reason: 'Thẩm định' };
  const offered = await centre!.command<{ handoffId: string }>(subjects.offerHandoff, { dossierId }, offer);
  const { handoffId } = accepted(offered);
  const { position: offeredAt } = offered as { position: string };
  expect(await todo(finance!, 'take-dossier', offeredAt)).toContain(dossierId);
  clock.set = '2026-11-26T17:00:00.000Z';
  const stream = dossierStream(dossierId);
  const { data, metadata, position } = await province.waitFor(stream, 'HandoffOverdue');
  expect(data).toMatchObject({ from: 'H99', to: 'H99.1', handoffId, dueAt: '2026-11-26T16:59:59.999Z' });
  expect(metadata).toMatchObject({ actor: { officer: 'System' }, source: 'reactor' });
  const head = province.officer('H99', 'OneStopHead');
  const place = `${offeredAt.split('.').slice(0, 2).join('.')}.${position}`;
  expect(await todo(head, 'hand-off-not-taken', place)).toContain(dossierId);
  expect(await alarmsOf('HandoffOverdue')).toBe(before + 1);
  const recall = await head.command(
    subjects.recallHandoff,
    { dossierId, handoffId },
    { reason: 'Chuyển nơi khác' },
  );
  accepted(recall);
  expect(await todo(head, 'hand-off-not-taken', (recall as { position: string }).position)).not.toContain(
    dossierId,
  );
});

it('an apology on the day of the appointment is refused, and told to the head once', async () => {
  const dossierId = randomUUID();
  const stream = dossierStream(dossierId);
  for (const command of [...submittedFor(rules), staged.assign] as DossierCommand[]) {
    const begun = command.type === 'SubmitDossier' ? { ...command, dossierId } : command;
    await transact(province.store, dossier, stream, begun, metaOf('H26.1'));
  }
  clock.set = '2026-12-01T02:00:00.000Z';
  const leader = province.officer('H26.1', 'Leader');
  const apology = { reason: 'Hồ sơ phức tạp', newDueDate: '2026-12-08' };
  for (const key of [randomUUID(), randomUUID()]) {
    const refused = await leader.command(subjects.issueApology, { dossierId }, apology, key);
    expect(refused).toMatchObject({ refused: 'apology-too-late' });
  }
  expect((await province.factsOf(stream)).filter((fact) => fact === 'LateApologyRefused')).toHaveLength(1);
  expect(await alarmsOf('LateApologyRefused')).toBe(1);
  const last = await leader.command(subjects.recordActivity, { dossierId }, { activity: 'Xin lỗi' });
  accepted(last);
  const head = province.officer('H26.1', 'OneStopHead');
  expect(await todo(head, 'late-apology', (last as { position: string }).position)).toEqual([dossierId]);
});
