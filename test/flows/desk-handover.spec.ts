import { randomUUID } from 'node:crypto';
import {
  type CommandReply,
  type DeskHandedOver,
  type DeskHandoverRow,
  type DeskLent,
  type DeskWork,
  type DocumentDrafted,
  type DocumentView,
  type DossierOpened,
  type DossierView,
  type Page,
  subjects,
  type TodoList,
} from '@contracts';
import { agencyStream } from '@domain/agency';
import { deliveryStream } from '@domain/delivery';
import { documentStream } from '@domain/document';
import { dossierStream } from '@domain/dossier';
import { handoverStream } from '@domain/handover';
import { applicantOf } from './applying';
import { testProcedureWithout } from './dossier-bodies';
import { accepted, type Officer, officerId, type Province, startProvince } from './province';

const agency = 'H99.2';
const sender = 'H99.1';
const leaving = 'cv.di.01';
const heir = 'cv.thay.01';
const reason = 'Chuyển công tác';

let province: Province;
/** Of the last command: questions are about what it left. */
let position = '';

function done<A>(reply: CommandReply<A>): A {
  const answer = accepted(reply);
  if (reply.ok) position = reply.position;
  return answer;
}

let leader: Officer;

beforeAll(async () => {
  province = await startProvince({ services: ['directory', 'exchange', 'dossiers', 'read-models'] });
  await province.found();
  leader = province.officer(agency, 'Leader');
  for (const officer of [leaving, heir]) await appoint(officer);
});
afterAll(async () => {
  const errors = province.log.filter((line) => line.includes('"level":"error"'));
  await province.stop();
  expect(errors).toEqual([]);
});

const operator = () => province.officer('H99', 'Operator');
async function appoint(officer: string): Promise<void> {
  const post = { officer, displayName: officer, roles: ['Specialist', 'Drafter'] };
  done(await operator().command(subjects.appointOfficer, { agency }, post));
}
const dismiss = async (officer: string) =>
  void done(await operator().command(subjects.dismissOfficer, { agency, officer }));
const as = (officer: string, role: 'Drafter' | 'Specialist') =>
  province.officer(agency, role).with({ actor: { agency, officer, role } });

async function drafted(by: Officer): Promise<string> {
  const contents = [await province.upload(by.agency)];
  const draft = { documentType: 'CV', subject: 'Về việc bàn giao', urgency: 'normal', contents };
  return done(await by.command<DocumentDrafted>(subjects.draftDocument, {}, draft)).documentId;
}

async function assigned(assignee: string): Promise<string> {
  const documentId = await drafted(province.officer(sender, 'Drafter'));
  const target = { documentId };
  const clerk = province.officer(sender, 'Clerk');
  const signature = { authority: 'head', position: 'Giám đốc' };
  done(await province.officer(sender, 'Leader').command(subjects.signDocument, target, signature));
  done(await clerk.command(subjects.numberDocument, target));
  done(await clerk.command(subjects.sealDocument, target));
  done(await clerk.command(subjects.registerDocument, target, { filedBy: 'VT', copies: 0 }));
  done(await clerk.command(subjects.issueDocument, target, { recipients: [agency] }));
  await province.waitFor(deliveryStream({ documentId, to: agency }), 'DocumentArrived');
  done(await province.officer(agency, 'Clerk').command(subjects.acceptReceipt, target));
  done(await leader.command(subjects.assignProcessing, target, { assignee }));
  return documentId;
}

async function leftBehind(by: Officer = leader) {
  const asked = { task: 'hand-over', limit: 200, after: position };
  const { tasks } = accepted(await by.query<TodoList>(subjects.getTodo, {}, asked));
  return tasks.flatMap(({ rows }) =>
    rows.map(({ documentId, dossierId, forOfficer }) => [documentId ?? dossierId, forOfficer]),
  );
}
const handOver = (documents: readonly string[], over: object = {}, from = leaving, key?: string) =>
  leader.command<DeskHandedOver>(
    subjects.handOverDesk,
    { officer: from },
    { to: heir, documents, reason, ...over },
    key,
  );

it('the desk of who leaves is a task of the leader until it is handed over, by one command', async () => {
  const [work, started] = [await assigned(leaving), await assigned(leaving)];
  done(await as(leaving, 'Specialist').command(subjects.startProcessing, { documentId: started }));
  const [draft, returned] = [await drafted(as(leaving, 'Drafter')), await drafted(as(leaving, 'Drafter'))];
  done(await leader.command(subjects.returnDraft, { documentId: returned }, { opinion: 'Sai' }));
  expect(await leftBehind()).toEqual([]);
  await dismiss(leaving);
  const all = [work, started, draft, returned];
  expect((await leftBehind()).sort()).toEqual(all.map((id) => [id, leaving]).sort());
  expect(await leftBehind(province.officer(sender, 'Leader'))).toEqual([]);

  const key = randomUUID();
  const once = await handOver(all, {}, leaving, key);
  expect(done(once)).toMatchObject({ handedOver: 4 });
  expect(await handOver(all, {}, leaving, key)).toEqual(once);
  expect(await leftBehind()).toEqual([]);
  const { data } = await province.waitFor(
    deliveryStream({ documentId: work, to: agency }),
    'ProcessingReassigned',
  );
  expect(data).toMatchObject({ officer: officerId('Leader', agency), assignee: heir, reason });
  expect((await province.waitFor(documentStream(draft), 'DraftHandedOver')).data).toMatchObject({
    ...{ officer: officerId('Leader', agency), from: leaving, to: heir, reason },
  });
  const seen = await leader.query<DocumentView>(
    subjects.getDocument,
    { documentId: returned },
    { after: position },
  );
  expect(accepted(seen)).toMatchObject({ state: 'Returned', draftedBy: heir });
  done(await as(heir, 'Specialist').command(subjects.startProcessing, { documentId: work }));
  done(await as(heir, 'Drafter').command(subjects.discardDraft, { documentId: draft }, { reason }));
  await appoint(leaving);
});

it('nothing is moved when one of the list is not on that desk, and each is named', async () => {
  const own = await drafted(as(leaving, 'Drafter'));
  const [other, strange] = [
    await drafted(as(heir, 'Drafter')),
    await drafted(province.officer('H99.3', 'Drafter')),
  ];
  expect(await handOver([own, other], { to: officerId('Clerk', agency) })).toMatchObject({
    refused: 'not-on-that-desk',
    errors: [{ pointer: '/body/documents/1' }],
  });
  expect(await handOver([own, strange])).toMatchObject({
    refused: 'not-found',
    errors: [{ pointer: '/body/documents/1' }],
  });
  const unfit = { refused: 'successor-at-desk-not-found', errors: [{ pointer: '/body/to' }] };
  expect(await handOver([own], { to: officerId('Specialist', agency) })).toMatchObject(unfit);
  expect(await handOver([own], { to: 'nobody' })).toMatchObject(unfit);
  expect(await province.factsOf(documentStream(own))).toEqual(['DocumentDrafted']);
});

it('what lies with the other officer already is passed by', async () => {
  const [first, second] = [await drafted(as(leaving, 'Drafter')), await drafted(as(leaving, 'Drafter'))];
  done(await handOver([first]));
  expect(done(await handOver([first, second]))).toMatchObject({ handedOver: 2 });
  expect(await province.factsOf(documentStream(first))).toEqual(['DocumentDrafted', 'DraftHandedOver']);
});

it('an officer who is appointed again has the desk back', async () => {
  const draft = await drafted(as(leaving, 'Drafter'));
  await dismiss(leaving);
  expect(await leftBehind()).toContainEqual([draft, leaving]);
  await appoint(leaving);
  expect(await leftBehind()).toEqual([]);
});

describe('a desk with dossiers on it', () => {
  const assigned = async (assignee: string): Promise<string> => {
    const counter = province.officer(agency, 'OneStopOfficer');
    const body = {
      ...{ procedure, channel: 'counter', applicantRef: await applicantOf(counter), components: [] },
    };
    const { dossierId } = done(await counter.command<DossierOpened>(subjects.submitDossier, {}, body));
    done(await counter.command(subjects.acceptDossier, { dossierId }));
    done(await leader.command(subjects.assignProcessor, { dossierId }, { assignee }));
    return dossierId;
  };
  const processor = async (dossierId: string) =>
    accepted(await leader.query<DossierView>(subjects.getDossier, { dossierId }, { after: position }))
      .processor;
  const desk = async (officer: string) =>
    accepted(await leader.query<DeskWork>(subjects.getDesk, { officer }, { after: position }));
  const version = testProcedureWithout('thu-nghiem.7');
  const { procedure } = version;

  beforeAll(async () => void done(await operator().command(subjects.issueProcedure, {}, version)));

  it('is told whole, goes over by one list, and both names stand under it', async () => {
    const dossiers = [await assigned(leaving), await assigned(leaving)];
    const draft = await drafted(as(leaving, 'Drafter'));
    await dismiss(leaving);
    for (const id of [...dossiers, draft]) expect(await leftBehind()).toContainEqual([id, leaving]);
    const before = await desk(leaving);
    expect(before).toMatchObject({ officer: leaving, hasMore: false });
    expect([...before.dossiers].sort()).toEqual([...dossiers].sort());
    expect(before.documents).toContain(draft);

    const key = randomUUID();
    const once = await handOver([draft], { dossiers }, leaving, key);
    const { handoverId, handedOver } = done(once);
    expect(handedOver).toBe(3);
    for (const dossierId of dossiers) {
      const stream = dossierStream(dossierId);
      const { data, metadata } = await province.waitFor(stream, 'ProcessorReplaced');
      expect(data).toMatchObject({ from: leaving, assignee: heir, handoverId, reason });
      expect(metadata).toMatchObject({ source: 'reactor' });
    }
    expect(await handOver([draft], { dossiers }, leaving, key)).toEqual(once);
    expect((await desk(leaving)).documents).not.toContain(draft);

    const takeOver = (officer: string) =>
      as(officer, 'Specialist').command(subjects.takeOverDesk, { handoverId });
    expect(await takeOver(leaving)).toMatchObject({ context: 'handover', refused: 'not-the-receiver' });
    const elsewhere = province.officer(sender, 'Specialist');
    expect(await elsewhere.command(subjects.takeOverDesk, { handoverId })).toMatchObject({
      refused: 'not-found',
    });
    done(await takeOver(heir));
    done(await takeOver(heir));
    expect(await province.factsOf(handoverStream(handoverId))).toEqual(['DeskHandedOver', 'DeskTakenOver']);
    expect(await processor(dossiers[0] as string)).toBe(heir);
    const asked = { after: position };
    const { rows } = accepted(
      await leader.query<Page<DeskHandoverRow>>(subjects.getDeskHandovers, {}, asked),
    );
    expect(rows[0]).toMatchObject({
      ...{ handoverId, from: leaving, to: heir, handedOverBy: officerId('Leader', agency) },
      ...{ documents: [draft], dossiers, takenOverAt: expect.any(String) as string },
    });
    await appoint(leaving);
  });

  it('nothing of it is moved when a dossier is not on it, or nothing is named', async () => {
    const [own, other] = [await assigned(leaving), await assigned(heir)];
    const draft = await drafted(as(leaving, 'Drafter'));
    const stays = { to: officerId('Specialist', agency), dossiers: [own, other] };
    expect(await handOver([draft], stays)).toMatchObject({
      ...{ context: 'dossier', refused: 'not-on-that-desk', errors: [{ pointer: '/body/dossiers/1' }] },
    });
    expect(await handOver([], { dossiers: [randomUUID()] })).toMatchObject({
      ...{ context: 'dossier', refused: 'not-found', errors: [{ pointer: '/body/dossiers/0' }] },
    });
    expect(await handOver([], { dossiers: [own], to: officerId('Clerk', agency) })).toMatchObject({
      refused: 'successor-at-desk-not-found',
    });
    expect(await handOver([])).toMatchObject({ context: 'handover', refused: 'nothing-to-hand-over' });
    expect(await province.factsOf(documentStream(draft))).toEqual(['DocumentDrafted']);
    expect(await processor(own)).toBe(leaving);
  });

  it('takes what the officer offered along, and ends the leave cover by or for that officer', async () => {
    const { dossiers: before } = await desk(leaving);
    const offered = await assigned(heir);
    const offer = { to: 'H99.3', reason: 'Thẩm định' };
    const target = { dossierId: offered };
    done(await as(leaving, 'Specialist').command(subjects.offerHandoff, target, offer));
    await dismiss(leaving);
    expect(await leftBehind()).toContainEqual([offered, leaving]);
    await appoint(leaving);
    const lend = async (who: object) => {
      const days = { validFromDate: '2099-12-01', validToDate: '2099-12-02' };
      const lending = { ...who, ...days, givenBy: officerId('Leader', agency), legalBasis: '04/TB' };
      return done(await operator().command<DeskLent>(subjects.lendDesk, { agency }, lending)).lendingId;
    };
    const specialist = officerId('Specialist', agency);
    const own = await lend({ officer: leaving, cover: specialist });
    const strange = await lend({ officer: heir, cover: officerId('Leader', agency) });
    expect(await desk(leaving)).toMatchObject({ dossiers: [...before, offered], deskLendings: [own] });

    const amiss = { dossiers: [offered], deskLendings: [own, strange] };
    expect(await handOver([], amiss)).toMatchObject({
      ...{ context: 'agency', refused: 'lending-not-found', errors: [{ pointer: '/body/deskLendings/1' }] },
    });
    expect(await province.factsOf(dossierStream(offered))).not.toContain('HandoffGiverReplaced');
    const list = { dossiers: [offered], deskLendings: [own] };
    const { handoverId } = done(await handOver([], list));
    const replaced = await province.waitFor(dossierStream(offered), 'HandoffGiverReplaced');
    expect(replaced.data).toMatchObject({ giver: heir, formerGiver: leaving, handoverId, reason });
    const ended = await province.waitFor(agencyStream(agency), 'DeskLentEnded');
    expect(ended).toMatchObject({ data: { lendingId: own, reason }, metadata: { source: 'reactor' } });
    position = await province.newest();
    expect(await desk(leaving)).toMatchObject({ dossiers: before, deskLendings: [] });
    expect((await desk(heir)).dossiers).toContain(offered);
    const { rows } = accepted(
      await leader.query<Page<DeskHandoverRow>>(subjects.getDeskHandovers, {}, { after: position }),
    );
    expect(rows[0]).toMatchObject({ handoverId, documents: [], ...list });
  });

  it('is no list for an officer in no post', async () => {
    const lending = { officer: leaving, cover: officerId('Specialist', agency) };
    const days = { validFromDate: '2099-11-01', validToDate: '2099-11-02' };
    const basis = { givenBy: officerId('Leader', agency), legalBasis: '05/TB' };
    const lent = { ...lending, ...days, ...basis };
    const { lendingId } = done(await operator().command<DeskLent>(subjects.lendDesk, { agency }, lent));
    expect(await handOver([], { deskLendings: [lendingId], to: 'nobody' })).toMatchObject({
      ...{ refused: 'successor-at-desk-not-found', errors: [{ pointer: '/body/to' }] },
    });
  });
});
