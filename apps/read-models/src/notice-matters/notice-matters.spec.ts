import type { NoticeMattersBody } from '@contracts';
import { dossier, type DossierCommand, dossierStream } from '@domain/dossier';
import { metaOf } from '../../../../test/flows/scribe';
import { answered, ToldRows } from '../../../../test/flows/told-rows';
import { rules, staged, submittedFor } from '../../../../test/transitions/staged-examples';
import { NoticeMattersHandler, NoticeMattersOf } from './notice-matters.query';

const told = new ToldRows();
told.onDatabase({ 'what a notice may tell': theMatters });

const [sender, recipient] = ['H99.1', 'H99.2'];
const asked: NoticeMattersBody = {
  ...{ agency: recipient, officer: 'cv.02', roles: ['Clerk'] },
  kinds: ['flash', 'due', 'failed'],
  ...{ from: '2026-11-01T00:00:00.000Z', dueBy: '2026-11-24' },
};

const mattersOf = async (over: Partial<NoticeMattersBody> = {}) => {
  await told.projected();
  const handler = new NoticeMattersHandler(told.reads, told.parties, told.desks);
  return answered(await handler.execute(new NoticeMattersOf({ ...asked, ...over }))).matters;
};
const kindsOf = async (over: Partial<NoticeMattersBody> = {}) =>
  (await mattersOf(over)).map(({ kind }) => kind);

const title = 'Tiêu đề không được lộ ra';
const flash = () => told.scribe.issued(sender, [recipient], title, undefined, 'flash');

function theMatters(): void {
  it('follows a flash document from the clerk to the leader to whom it is given to, under one name', async () => {
    const documentId = await flash();
    expect(await mattersOf()).toEqual([]);
    await told.scribe.arrive(documentId, recipient);
    const matter = { kind: 'flash', matter: `${documentId}.${recipient}`, symbol: '1/BC-H99-1', documentId };
    expect(await mattersOf()).toEqual([matter]);
    expect(await mattersOf({ roles: ['Leader', 'Specialist'] })).toEqual([]);
    await told.scribe.accept(documentId, recipient);
    expect(await mattersOf()).toEqual([]);
    expect(await mattersOf({ roles: ['Leader'] })).toEqual([matter]);
    const assignment = { by: recipient, officer: 'ld.02', assignee: 'cv.02', coordinating: [] };
    await told.scribe.onDelivery(documentId, recipient, { type: 'AssignProcessing', ...assignment });
    expect(await mattersOf({ roles: ['Specialist'] })).toEqual([matter]);
    expect(await mattersOf({ roles: ['Specialist'], officer: 'cv.03' })).toEqual([]);
    expect(await mattersOf({ kinds: ['failed'] })).toEqual([]);
    expect(await mattersOf({ from: '2026-11-30T00:00:00.000Z' })).toEqual([]);
  });

  it('tells nothing of a document that is not flash, and no title of one that is', async () => {
    const usual = await told.scribe.issued(sender, [recipient]);
    await told.scribe.arrive(usual, recipient);
    expect(await mattersOf()).toEqual([]);
    await told.scribe.arrive(await flash(), recipient);
    expect(JSON.stringify(await mattersOf())).not.toContain(title);
  });

  it('tells of work by the day it is due', async () => {
    const documentId = await told.scribe.issued(sender, [recipient]);
    await told.scribe.arrive(documentId, recipient);
    await told.scribe.accept(documentId, recipient);
    const assignment = { by: recipient, officer: 'ld.02', assignee: 'cv.02', coordinating: [] };
    const due = { ...assignment, dueDate: '2026-11-25' };
    await told.scribe.onDelivery(documentId, recipient, { type: 'AssignProcessing', ...due });
    expect(await mattersOf()).toEqual([]);
    expect(await mattersOf({ dueBy: '2026-11-25' })).toEqual([
      expect.objectContaining({ kind: 'due', matter: `${documentId}.${recipient} 2026-11-25`, documentId }),
    ]);
    const completion = { by: recipient, officer: 'cv.02', result: 'Đã trả lời' };
    await told.scribe.onDelivery(documentId, recipient, {
      type: 'StartProcessing',
      by: recipient,
      officer: 'cv.02',
    });
    await told.scribe.onDelivery(documentId, recipient, { type: 'CompleteProcessing', ...completion });
    expect(await mattersOf({ dueBy: '2026-11-25' })).toEqual([]);
  });

  it('tells the sender of a delivery that failed, each time it fails', async () => {
    const documentId = await told.scribe.issued(sender, [recipient]);
    const failure = { reasonCode: 'axis-timeout', reason: 'Trục liên thông không trả lời' };
    const fail = () => told.scribe.onDelivery(documentId, recipient, { type: 'RecordFailure', ...failure });
    await fail();
    const first = await mattersOf({ agency: sender });
    expect(first).toEqual([expect.objectContaining({ kind: 'failed', symbol: '1/BC-H99-1', documentId })]);
    expect(await kindsOf()).toEqual([]);
    expect(await kindsOf({ agency: sender, roles: ['Leader'] })).toEqual([]);
    await told.scribe.onDelivery(documentId, recipient, {
      type: 'RetryDelivery',
      by: sender,
      officer: 'vt.01',
    });
    expect(await kindsOf({ agency: sender })).toEqual([]);
    await fail();
    const [again] = await mattersOf({ agency: sender });
    expect(again?.matter).not.toBe(first[0]?.matter);
  });

  it('tells of a dossier whoever works on it by its appointment, and the head once it is likely to be late', async () => {
    const { assign, prediction, counter } = staged;
    const [submission, acceptance] = submittedFor(rules);
    if (submission.type !== 'SubmitDossier') throw new Error('another example');
    const { dossierId } = submission;
    const commit = async (command: DossierCommand) =>
      told.chronicle.commit(dossier, dossierStream(dossierId), command, metaOf(counter.by));
    for (const command of [submission, acceptance, assign]) await commit(command);
    const own = { agency: counter.by, kinds: ['due'] as const, from: '2026-11-01T00:00:00.000Z' };
    const head = { ...own, officer: 'tt.01', roles: ['OneStopHead'], dueBy: '2026-11-26' };
    const processor = { ...own, officer: assign.assignee, roles: ['Specialist'] };
    const matter = { kind: 'due', symbol: 'H26.1-261126-0001', dossierId };
    expect(await mattersOf({ ...processor, dueBy: '2026-11-26' })).toEqual([]);
    expect(await mattersOf({ ...processor, dueBy: '2027-12-31' })).toEqual([expect.objectContaining(matter)]);
    expect(await mattersOf(head)).toEqual([]);
    await commit(prediction);
    expect(await mattersOf(head)).toEqual([expect.objectContaining(matter)]);
  });
}
