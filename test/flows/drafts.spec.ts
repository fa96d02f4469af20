import { randomUUID } from 'node:crypto';
import { transact } from '@adapters/event-store';
import {
  type CommandReply,
  type DocumentDrafted,
  type DocumentNumbered,
  type DocumentView,
  subjects,
  type TodoList,
} from '@contracts';
import type { Role } from '@domain/codes';
import { documentStream } from '@domain/document';
import { outgoingKey, register, registerStream } from '@domain/register';
import { Hands } from './hands';
import { accepted, type Officer, officerId, type Province, startProvince } from './province';
import { metaOf } from './scribe';

const clock = new Hands();
const agency = 'H99.1';
const signature = { authority: 'head', position: 'Giám đốc' };
const opinion = 'Bổ sung căn cứ pháp lý';
const reason = 'Không còn cần ban hành';
const card = { documentType: 'CV', subject: 'Về việc thử nghiệm', urgency: 'normal' };

let province: Province;
/** Of the last command: questions are about what it left. */
let position = '';

function done<A>(reply: CommandReply<A>): A {
  const answer = accepted(reply);
  if (reply.ok) position = reply.position;
  return answer;
}

let drafter: Officer;
let leader: Officer;
let clerk: Officer;

beforeAll(async () => {
  clock.set = '2026-11-30T02:00:00.000Z';
  province = await startProvince({ services: ['directory', 'exchange', 'read-models'], clock });
  await province.found();
  [drafter, leader, clerk] = (['Drafter', 'Leader', 'Clerk'] as const).map((role) =>
    province.officer(agency, role),
  ) as [Officer, Officer, Officer];
});
afterAll(async () => {
  const errors = province.log.filter((line) => line.includes('"level":"error"'));
  await province.stop();
  expect(errors).toEqual([]);
});

async function drafted(): Promise<DocumentDrafted> {
  const body = { ...card, contents: [await province.upload(agency)], pageAmount: 2 };
  return done(await drafter.command<DocumentDrafted>(subjects.draftDocument, {}, body));
}
const factsOf = ({ documentId }: DocumentDrafted) => province.factsOf(documentStream(documentId));
const correction = async (over: object = {}) => ({
  ...card,
  subject: 'Trích yếu đã sửa',
  contents: [await province.upload(agency)],
  ...over,
});
const seen = async (target: DocumentDrafted, by: Officer = leader) =>
  accepted(await by.query<DocumentView>(subjects.getDocument, target, { after: position }));
async function idsOf(task: string, role: Role): Promise<string[]> {
  const asked = { task, limit: 200, after: position };
  const todo = accepted(await province.officer(agency, role).query<TodoList>(subjects.getTodo, {}, asked));
  return todo.tasks.flatMap(({ rows }) => rows.map(({ documentId }) => documentId ?? ''));
}

it('a returned draft lies with its drafter, with the opinion, until it is corrected', async () => {
  const target = await drafted();
  const { documentId } = target;
  expect(await idsOf('sign', 'Leader')).toContain(documentId);
  done(await leader.command(subjects.returnDraft, target, { opinion }));
  expect(await idsOf('correct', 'Drafter')).toContain(documentId);
  expect(await idsOf('sign', 'Leader')).not.toContain(documentId);
  const returned = { opinion, officer: officerId('Leader', agency) };
  expect(await seen(target)).toMatchObject({ state: 'Returned', returned });
  expect(await leader.command(subjects.signDocument, target, signature)).toMatchObject({
    refused: 'returned-to-drafter',
  });
  expect(await clerk.command(subjects.returnDraft, target, { opinion })).toMatchObject({
    refused: 'already-returned',
  });

  done(await drafter.command(subjects.correctDraft, target, await correction()));
  expect(await idsOf('correct', 'Drafter')).not.toContain(documentId);
  expect(await idsOf('sign', 'Leader')).toContain(documentId);
  const corrected = await seen(target);
  expect(corrected).toMatchObject({ state: 'Draft', subject: 'Trích yếu đã sửa' });
  expect(corrected).not.toHaveProperty('pageAmount');
  expect(corrected.history?.map(({ fact, opinion: told }) => [fact, told])).toEqual([
    ['DocumentDrafted', undefined],
    ['DraftReturned', opinion],
    ['DraftCorrected', undefined],
  ]);
  done(await leader.command(subjects.signDocument, target, signature));
  expect(await factsOf(target)).toEqual([
    'DocumentDrafted',
    'DraftReturned',
    'DraftCorrected',
    'DocumentSigned',
  ]);
});

it('a leader takes the signature back with the return; a clerk cannot', async () => {
  const target = await drafted();
  done(await leader.command(subjects.signDocument, target, signature));
  expect(await clerk.command(subjects.returnDraft, target, { opinion })).toMatchObject({
    refused: 'already-signed',
  });
  expect(await drafter.command(subjects.correctDraft, target, await correction())).toMatchObject({
    refused: 'already-signed',
  });
  done(await leader.command(subjects.returnDraft, target, { opinion }));
  expect(await clerk.command(subjects.numberDocument, target)).toMatchObject({ refused: 'not-signed-yet' });
  done(await drafter.command(subjects.correctDraft, target, await correction()));
  // The same signature at the same instant would be the earlier one once more.
  clock.set = '2026-11-30T02:00:01.000Z';
  done(await leader.command(subjects.signDocument, target, signature));
  const { number } = done(await clerk.command<DocumentNumbered>(subjects.numberDocument, target));
  expect(number).toBeGreaterThan(0);
  const { events } = await province.store.readStream(
    registerStream({ agency, series: 'outgoing', bookYear: 2026 }),
  );
  expect(events.at(-1)?.data).toMatchObject({ key: outgoingKey(target.documentId, 2), number });
});

it('a number that was allocated for a signature taken back is voided, and not a gap', async () => {
  const target = await drafted();
  done(await leader.command(subjects.signDocument, target, signature));
  done(await leader.command(subjects.returnDraft, target, { opinion }));
  const book = { agency, series: 'outgoing', bookYear: 2026 };
  const key = outgoingKey(target.documentId, 1);
  const allocating = { type: 'AllocateNumber', ...book, key, officer: 'vt.01', at: clock.now() } as const;
  await transact(province.store, register, registerStream(book), allocating, metaOf(agency));
  const voided = await province.waitFor(registerStream(book), 'NumberVoided');
  expect(voided.data).toMatchObject({ key, reason: 'signature-taken-back' });
  expect(await factsOf(target)).not.toContain('DocumentNumbered');
});

it('a part that the draft named before needs no new upload', async () => {
  const part = await province.upload(agency);
  const body = { ...card, contents: [part] };
  const target = done(await drafter.command<DocumentDrafted>(subjects.draftDocument, {}, body));
  const foreign = await province.upload('H99.2');
  const withForeign = { ...card, contents: [part, foreign] };
  expect(await drafter.command(subjects.correctDraft, target, withForeign)).toMatchObject({
    refused: 'content-not-uploaded',
    errors: [{ pointer: '/body/contents/1' }],
  });
  const renamed = { ...part, name: 'ban-sua.pdf' };
  done(await drafter.command(subjects.correctDraft, target, { ...card, contents: [renamed] }));
  expect(await seen(target)).toMatchObject({ contents: [{ name: 'ban-sua.pdf' }] });
  const asked = { documentId: target.documentId, sha256: part.sha256 };
  expect(accepted(await drafter.query(subjects.contentAccess, asked, { after: position }))).toMatchObject({
    name: 'ban-sua.pdf',
  });
});

it('the same correction is recorded once', async () => {
  const target = await drafted();
  const body = await correction();
  const key = randomUUID();
  const once = await drafter.command(subjects.correctDraft, target, body, key);
  done(once);
  expect(await drafter.command(subjects.correctDraft, target, body, key)).toEqual(once);
  expect(await factsOf(target)).toEqual(['DocumentDrafted', 'DraftCorrected']);
});

it('only its drafter corrects a draft; its drafter or a leader discards it', async () => {
  const target = await drafted();
  const refused = 'not-the-drafter';
  expect(await clerk.command(subjects.correctDraft, target, await correction())).toMatchObject({ refused });
  expect(await clerk.command(subjects.discardDraft, target, { reason })).toMatchObject({ refused });
  done(await leader.command(subjects.discardDraft, target, { reason }));
  expect(await seen(target)).toMatchObject({ state: 'Discarded', discarded: { reason } });
  for (const list of ['draft', 'correct'] as const) {
    expect(await idsOf(list, 'Drafter')).not.toContain(target.documentId);
  }
  expect(await idsOf('sign', 'Leader')).not.toContain(target.documentId);
  expect(await leader.command(subjects.signDocument, target, signature)).toMatchObject({
    refused: 'already-discarded',
  });
  const own = await drafted();
  done(await drafter.command(subjects.discardDraft, own, { reason }));
  expect(await factsOf(own)).toEqual(['DocumentDrafted', 'DraftDiscarded']);
});

it('a numbered document is neither corrected nor returned nor discarded; with the number voided it is', async () => {
  const target = await drafted();
  done(await leader.command(subjects.signDocument, target, signature));
  done(await clerk.command(subjects.numberDocument, target));
  const refused = 'already-numbered';
  expect(await drafter.command(subjects.correctDraft, target, await correction())).toMatchObject({ refused });
  expect(await leader.command(subjects.returnDraft, target, { opinion })).toMatchObject({ refused });
  expect(await leader.command(subjects.discardDraft, target, { reason })).toMatchObject({ refused });
  const voiding = { approvedBy: officerId('Leader', agency), reason: 'Sai nội dung' };
  done(await clerk.command(subjects.voidNumber, target, voiding));
  done(await drafter.command(subjects.correctDraft, target, await correction()));
  done(await drafter.command(subjects.discardDraft, target, { reason }));
});

it('another agency is told that there is no such document, whatever it tries', async () => {
  const target = await drafted();
  const [theirs, head] = [province.officer('H99.2', 'Drafter'), province.officer('H99.2', 'Leader')];
  const refused = 'not-found';
  expect(await theirs.command(subjects.correctDraft, target, await correction())).toMatchObject({ refused });
  expect(await head.command(subjects.returnDraft, target, { opinion })).toMatchObject({ refused });
  expect(await head.command(subjects.discardDraft, target, { reason })).toMatchObject({ refused });
  expect(await factsOf(target)).toEqual(['DocumentDrafted']);
});
