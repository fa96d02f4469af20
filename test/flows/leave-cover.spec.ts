import { randomUUID } from 'node:crypto';
import {
  type CommandReply,
  type DeskLent,
  type DocumentDrafted,
  type DocumentIssued,
  type DocumentView,
  subjects,
  type TodoList,
} from '@contracts';
import { deliveryStream } from '@domain/delivery';
import { documentStream } from '@domain/document';
import { Hands } from './hands';
import { accepted, type Officer, officerId, type Province, startProvince } from './province';

const clock = new Hands();
const agency = 'H99.2';
const away = officerId('Specialist', agency);
const awayDrafter = officerId('Drafter', agency);
const cover = 'truc-thay.01';
const [firstDay, lastDay] = ['2026-12-01', '2026-12-04'];
/** Midnight in Asia/Ho_Chi_Minh is 17:00 UTC of the day before. */
const midnights = {
  before: '2026-11-30T16:59:59.999Z',
  begins: '2026-11-30T17:00:00.000Z',
  lasts: '2026-12-04T16:59:59.999Z',
  over: '2026-12-04T17:00:00.000Z',
};

let province: Province;
/** Of the last command: questions are about what it left. */
let position = '';

function done<A>(reply: CommandReply<A>): A {
  const answer = accepted(reply);
  if (reply.ok) position = reply.position;
  return answer;
}

let specialist: Officer;
let drafter: Officer;

beforeAll(async () => {
  clock.set = '2026-11-27T02:00:00.000Z';
  province = await startProvince({ services: ['directory', 'exchange', 'read-models'], clock });
  await province.found();
  const operator = province.officer('H99', 'Operator');
  const post = { officer: cover, displayName: 'Trực thay', roles: ['Specialist', 'Drafter'] };
  done(await operator.command(subjects.appointOfficer, { agency }, post));
  specialist = as('Specialist');
  drafter = as('Drafter');
  await lend(away);
  await lend(awayDrafter);
});
afterAll(async () => {
  const errors = province.log.filter((line) => line.includes('"level":"error"'));
  await province.stop();
  expect(errors).toEqual([]);
});

const as = (role: 'Specialist' | 'Drafter'): Officer =>
  province.officer(agency, role).with({ actor: { agency, officer: cover, role } });

async function lend(officer: string, over: object = {}): Promise<DeskLent> {
  const lending = { officer, cover, givenBy: officerId('Leader', agency), legalBasis: '04/TB-SXD' };
  const days = { validFromDate: firstDay, validToDate: lastDay };
  const operator = province.officer('H99', 'Operator');
  const body = { ...lending, ...days, ...over };
  return done(await operator.command<DeskLent>(subjects.lendDesk, { agency }, body));
}

/** A document that lies on the desk of the specialist who is away. */
async function assigned(): Promise<{ readonly documentId: string }> {
  const from = 'H99.1';
  const contents = [await province.upload(from)];
  const draft = { documentType: 'CV', subject: 'Về việc trực thay', urgency: 'normal', contents };
  const by = (role: 'Drafter' | 'Leader' | 'Clerk') => province.officer(from, role);
  const target = done(await by('Drafter').command<DocumentDrafted>(subjects.draftDocument, {}, draft));
  const signature = { authority: 'head', position: 'Giám đốc' };
  done(await by('Leader').command(subjects.signDocument, target, signature));
  done(await by('Clerk').command(subjects.numberDocument, target));
  done(await by('Clerk').command(subjects.sealDocument, target));
  done(await by('Clerk').command(subjects.registerDocument, target, { filedBy: 'VT', copies: 0 }));
  const recipients = { recipients: [agency] };
  done(await by('Clerk').command<DocumentIssued>(subjects.issueDocument, target, recipients));
  await province.waitFor(deliveryStream({ ...target, to: agency }), 'DocumentArrived');
  done(await province.officer(agency, 'Clerk').command(subjects.acceptReceipt, target));
  const leader = province.officer(agency, 'Leader');
  done(await leader.command(subjects.assignProcessing, target, { assignee: away }));
  return target;
}

async function drafted(): Promise<DocumentDrafted> {
  const contents = [await province.upload(agency)];
  const draft = { documentType: 'CV', subject: 'Dự thảo', urgency: 'normal', contents };
  const by = province.officer(agency, 'Drafter');
  return done(await by.command<DocumentDrafted>(subjects.draftDocument, {}, draft));
}

async function listed(role: 'Specialist' | 'Drafter', task: string) {
  const asked = { role, task, limit: 200, after: position };
  const todo = accepted(await as(role).query<TodoList>(subjects.getTodo, {}, asked));
  return todo.tasks.flatMap(({ rows }) => rows.map(({ documentId, forOfficer }) => [documentId, forOfficer]));
}

it('the work of who is away is done by the cover from the first to the last local day', async () => {
  clock.set = midnights.before;
  const [first, last] = [await assigned(), await assigned()];
  const refused = { refused: 'not-the-assignee' };
  expect(await specialist.command(subjects.startProcessing, first)).toMatchObject(refused);

  clock.set = midnights.begins;
  done(await specialist.command(subjects.startProcessing, first));
  const { data, metadata } = await province.waitFor(
    deliveryStream({ ...first, to: agency }),
    'ProcessingStarted',
  );
  expect(data).toMatchObject({ officer: cover, coverFor: away });
  expect(metadata).toMatchObject({ actor: { officer: cover }, onBehalfOf: away });

  clock.set = midnights.lasts;
  done(await specialist.command(subjects.startProcessing, last));
  done(await specialist.command(subjects.completeProcessing, first, { result: 'Đã báo cáo' }));

  clock.set = midnights.over;
  const completion = { result: 'Đã báo cáo' };
  expect(await specialist.command(subjects.completeProcessing, last, completion)).toMatchObject(refused);
  done(await province.officer(agency, 'Specialist').command(subjects.completeProcessing, last, completion));
  const stream = deliveryStream({ ...last, to: agency });
  expect((await province.waitFor(stream, 'ProcessingCompleted')).data).not.toHaveProperty('coverFor');
});

it('a repeat of what the cover did is answered as the first time, also when the days are over', async () => {
  clock.set = midnights.lasts;
  const target = await assigned();
  const key = randomUUID();
  const once = await specialist.command(subjects.startProcessing, target, {}, key);
  done(once);
  clock.set = midnights.over;
  expect(await specialist.command(subjects.startProcessing, target, {}, key)).toEqual(once);
});

it('the work of who is away is listed for the cover in those days, by name', async () => {
  clock.set = midnights.before;
  const work = await assigned();
  const draft = await drafted();
  const leader = province.officer(agency, 'Leader');
  const returned = await drafted();
  done(await leader.command(subjects.returnDraft, returned, { opinion: 'Sai thể thức' }));
  expect(await listed('Specialist', 'work')).toEqual([]);
  for (const moment of [midnights.begins, midnights.lasts]) {
    clock.set = moment;
    expect(await listed('Specialist', 'work')).toContainEqual([work.documentId, away]);
    expect(await listed('Drafter', 'draft')).toContainEqual([draft.documentId, awayDrafter]);
    expect(await listed('Drafter', 'correct')).toContainEqual([returned.documentId, awayDrafter]);
  }
  clock.set = midnights.over;
  expect(await listed('Specialist', 'work')).toEqual([]);
  expect(await listed('Drafter', 'draft')).toEqual([]);
});

it('the cover corrects and discards drafts in the name of who is away, and only in those days', async () => {
  clock.set = midnights.begins;
  const target = await drafted();
  const correction = async () => ({
    ...{ documentType: 'CV', subject: 'Đã sửa', urgency: 'normal' },
    contents: [await province.upload(agency)],
  });
  done(await drafter.command(subjects.correctDraft, target, await correction()));
  const { data, metadata } = await province.waitFor(documentStream(target.documentId), 'DraftCorrected');
  expect(data).toMatchObject({ officer: cover, coverFor: awayDrafter });
  expect(metadata).toMatchObject({ onBehalfOf: awayDrafter });
  const own = accepted(await drafter.query<DocumentView>(subjects.getDocument, target, { after: position }));
  expect(own).toMatchObject({ draftedBy: awayDrafter, subject: 'Đã sửa' });
  const [, corrected] = own.history ?? [];
  expect(corrected).toMatchObject({ fact: 'DraftCorrected', officer: cover, coverFor: awayDrafter });
  for (const name of ['by', 'actingFor']) expect(corrected).not.toHaveProperty(name);

  clock.set = midnights.over;
  const refused = { refused: 'not-the-drafter' };
  expect(await drafter.command(subjects.correctDraft, target, await correction())).toMatchObject(refused);
  expect(await drafter.command(subjects.discardDraft, target, { reason: 'Thôi' })).toMatchObject(refused);
  const inTime = new Date(Date.parse(midnights.lasts)).toISOString();
  clock.set = inTime;
  const other = await drafted();
  done(await drafter.command(subjects.discardDraft, other, { reason: 'Thôi' }));
});

it('what is ended early covers nothing from that day on', async () => {
  clock.set = '2026-12-07T02:00:00.000Z';
  const days = { validFromDate: '2026-12-07', validToDate: '2026-12-11' };
  const { lendingId } = await lend(away, days);
  const [first, second] = [await assigned(), await assigned()];
  done(await specialist.command(subjects.startProcessing, first));
  const operator = province.officer('H99', 'Operator');
  const target = { agency, lendingId };
  done(await operator.command(subjects.endDeskLending, target, { reason: 'Đi làm lại sớm' }));
  expect(await specialist.command(subjects.startProcessing, second)).toMatchObject({
    refused: 'not-the-assignee',
  });
  expect(await listed('Specialist', 'work')).toEqual([]);
});
