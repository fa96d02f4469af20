import { randomUUID } from 'node:crypto';
import {
  type AgenciesMerged,
  type AgencyDetails,
  type AgencyListed,
  type AuthorityDelegated,
  type DocumentDrafted,
  type DocumentIssued,
  type DocumentNumbered,
  type DocumentView,
  type Page,
  positionToken,
  subjects,
} from '@contracts';
import { agency, agencyStream } from '@domain/agency';
import { localDate } from '@domain/codes';
import { deliveryStream } from '@domain/delivery';
import { documentStream } from '@domain/document';
import { registerStream } from '@domain/register';
import { accepted, type Officer, officerId, type Province, startProvince } from './province';
import { inStore, Scribe } from './scribe';

const today = localDate(new Date().toISOString());
const decision = { effectiveDate: today, legalBasis: '15/NQ-HĐND' };
const communes = ['H99.21', 'H99.22', 'H99.23'];
const merged = 'H99.30';

let province: Province;
let operator: Officer;

beforeAll(async () => {
  province = await startProvince({ services: ['directory', 'exchange', 'read-models'] });
  await province.found();
  const commune = { abbreviation: 'UBX', tier: 'commune', parent: 'H99' } as const;
  await province.found(
    [...communes, merged].map((code) => ({ code, name: `Ủy ban nhân dân xã số ${code}`, ...commune })),
  );
  operator = province.officer('H99', 'Operator');
});
afterAll(() => province.stop());

const agencyOf = async (agency: string, onDate?: string) =>
  accepted(
    await operator.query<AgencyDetails>(
      subjects.getAgency,
      { agency },
      onDate === undefined ? {} : { onDate },
    ),
  );

async function draftOf(from: string) {
  const contents = [await province.upload(from)];
  return { documentType: 'CV', subject: 'Về việc thử nghiệm', urgency: 'normal', contents };
}

async function drafted(from: string, over: object = {}): Promise<string> {
  const drafter = province.officer(from, 'Drafter');
  const draft = { ...(await draftOf(from)), ...over };
  return accepted(await drafter.command<DocumentDrafted>(subjects.draftDocument, {}, draft)).documentId;
}

/** What an agency is shown of a document once a fact is in the read models. */
async function viewOf(asker: string, documentId: string, { position }: { readonly position: bigint }) {
  const after = positionToken({ storeId: province.storeId, commit: position });
  const clerk = province.officer(asker, 'Clerk');
  return accepted(await clerk.query<DocumentView>(subjects.getDocument, { documentId }, { after }));
}

const sign = (from: string, documentId: string, authority: string) =>
  province
    .officer(from, 'Leader')
    .command(subjects.signDocument, { documentId }, { authority, position: 'Lãnh đạo' });

async function signed(from: string, over: object = {}): Promise<string> {
  const documentId = await drafted(from, over);
  accepted(await sign(from, documentId, 'head'));
  return documentId;
}

const number = (by: string, documentId: string) =>
  province.officer(by, 'Clerk').command<DocumentNumbered>(subjects.numberDocument, { documentId });

async function sealedAndIssued(by: string, documentId: string, recipients: readonly string[]) {
  const clerk = province.officer(by, 'Clerk');
  accepted(await clerk.command(subjects.sealDocument, { documentId }));
  const entry = { filedBy: 'Văn phòng', copies: 0 };
  accepted(await clerk.command(subjects.registerDocument, { documentId }, entry));
  return clerk.command<DocumentIssued>(subjects.issueDocument, { documentId }, { recipients });
}

async function issue(from: string, recipients: readonly string[], over: object = {}) {
  const documentId = await signed(from, over);
  accepted(await number(from, documentId));
  return { documentId, reply: await sealedAndIssued(from, documentId, recipients) };
}

async function arrived(from: string, recipients: readonly string[], receivers = recipients): Promise<string> {
  const { documentId, reply } = await issue(from, recipients);
  accepted(reply);
  for (const to of receivers) await province.waitFor(deliveryStream({ documentId, to }), 'DocumentArrived');
  return documentId;
}

it('keeps the history of names, places and codes', async () => {
  const agency = 'H99.2';
  const later = { effectiveDate: '2026-07-01', legalBasis: '20/NQ-HĐND' };
  const renaming = { ...later, name: 'Sở Xây dựng và Giao thông', abbreviation: 'SXDGT' };
  accepted(await operator.command(subjects.renameAgency, { agency }, renaming));
  accepted(await operator.command(subjects.moveAgency, { agency }, { ...later, parent: 'H99.1' }));
  const code = { scheme: 'qcvn102', value: '000.00.02.H99' } as const;
  const until = { ...code, validFromDate: '2020-01-01', validToDate: '2026-06-30' };
  accepted(await operator.command(subjects.assignCode, { agency }, until));

  expect(await agencyOf(agency, '2026-06-30')).toMatchObject({ name: 'Sở Xây dựng', parent: 'H99' });
  expect(await agencyOf(agency)).toMatchObject({
    name: renaming.name,
    parent: 'H99.1',
    names: [{ name: 'Sở Xây dựng' }, { name: renaming.name, fromDate: '2026-07-01' }],
    codes: [until],
  });
  const byCode = (onDate: string) =>
    operator.query<AgencyDetails>(subjects.getAgencyByCode, {}, { ...code, onDate });
  expect(accepted(await byCode('2026-06-30')).code).toBe(agency);
  expect(await byCode('2026-07-01')).toMatchObject({ context: 'agency', refused: 'not-found' });

  const other = { ...code, validFromDate: '2026-06-30' };
  const refusals = [
    [subjects.assignCode, 'H99.3', other, 'code-held-by-another'],
    [subjects.moveAgency, 'H99.1', { ...decision, parent: agency }, 'parent-is-below'],
    [subjects.moveAgency, 'H99', { ...decision, parent: agency }, 'level-1-is-fixed'],
    [subjects.renameAgency, agency, { ...renaming, name: 'Sở khác' }, 'effective-before-last-change'],
  ] as const;
  for (const [subject, code, body, refused] of refusals) {
    expect(await operator.command(subject, { agency: code }, body)).toMatchObject({ refused });
  }
});

it('lets no agency come round to itself on a later date, above or by succession', async () => {
  const [one, two, three] = ['H99.71', 'H99.72', 'H99.73'];
  const { legalBasis } = decision;
  const on = (effectiveDate: string) => ({ legalBasis, effectiveDate });
  for (const agency of [one, two, three]) {
    const card = { name: `Phòng ${agency}`, abbreviation: 'P', tier: 'province', parent: 'H99' };
    accepted(await operator.command(subjects.registerAgency, { agency }, card));
  }
  const move = (agency: string, parent: string, date: string) =>
    operator.command(subjects.moveAgency, { agency }, { ...on(date), parent });
  accepted(await move(one, two, '2099-03-01'));
  accepted(await move(two, three, '2099-02-01'));
  expect(await move(three, one, '2099-01-01')).toMatchObject({ refused: 'parent-is-below' });

  const close = (agency: string, successor: string, date: string) =>
    operator.command(
      subjects.closeAgency,
      { agency },
      { ...on(date), how: 'merged', successors: [successor] },
    );
  accepted(await close(one, two, '2099-08-01'));
  accepted(await close(two, three, '2099-07-01'));
  const comesBack = { refused: 'successor-is-a-predecessor' };
  expect(await close(three, one, '2099-06-01')).toMatchObject(comesBack);
  const merger = { ...on('2099-06-01'), predecessors: [three], successor: one };
  expect(await operator.command(subjects.mergeAgencies, {}, merger)).toMatchObject({
    refused: 'merger-refused',
  });
});

it('finds agencies by words without diacritics, as they stood on a date', async () => {
  const found = async (body: object) =>
    accepted(await operator.query<Page<AgencyListed>>(subjects.listAgencies, {}, body));
  expect((await found({ search: 'so xay dung', onDate: '2026-06-30' })).rows).toMatchObject([
    { code: 'H99.2', name: 'Sở Xây dựng', open: true },
  ]);
  expect((await found({ search: 'giao thong', onDate: '2026-06-30' })).rows).toEqual([]);
  const first = await found({ tier: 'commune', limit: 2 });
  expect(first.rows.map(({ code }) => code)).toEqual(['H99.21', 'H99.22']);
  const next = await found({ tier: 'commune', limit: 2, cursor: first.next });
  expect(next.rows.map(({ code }) => code)).toEqual(['H99.23', 'H99.30']);
});

it('lets nobody sign for whom no delegation holds', async () => {
  const agency = 'H99.3';
  const leader = officerId('Leader', agency);
  const documentId = await drafted(agency);
  expect(await sign(agency, documentId, 'TUQ')).toMatchObject({ refused: 'authority-not-delegated' });

  const second = { officer: 'gd.syt', displayName: 'Giám đốc', roles: ['Leader'] };
  accepted(await operator.command(subjects.appointOfficer, { agency }, second));
  const given = { officer: leader, authority: 'TUQ', givenBy: 'gd.syt', legalBasis: '03/GUQ-SYT' };
  const expired = { ...given, validFromDate: '2026-01-01', validToDate: '2026-01-31' };
  accepted(await operator.command(subjects.delegateAuthority, { agency }, expired));
  expect(await sign(agency, documentId, 'TUQ')).toMatchObject({ refused: 'authority-not-delegated' });
  expect(await sign(agency, documentId, 'KT')).toMatchObject({ refused: 'authority-not-delegated' });

  const endless = { ...given, validFromDate: today };
  expect(await operator.command(subjects.delegateAuthority, { agency }, endless)).toMatchObject({
    refused: 'delegation-needs-an-end',
  });
  const inForce = { ...endless, validToDate: '2099-12-31' };
  const delegated = await operator.command<AuthorityDelegated>(
    subjects.delegateAuthority,
    { agency },
    inForce,
  );
  accepted(await sign(agency, documentId, 'TUQ'));

  const target = { agency, delegationId: accepted(delegated).delegationId };
  accepted(await operator.command(subjects.revokeDelegation, target, { reason: 'Đã trở lại' }));
  const again = await drafted(agency);
  expect(await sign(agency, again, 'TUQ')).toMatchObject({ refused: 'authority-not-delegated' });
});

describe('three communes merged into one', () => {
  let underWay: string;
  let toOne: string;
  let asked: string;
  const ofFirst = { draft: '', signed: '', numbered: '', toGiveUp: '' };
  const [first, second, third] = communes as [string, string, string];
  const merger = { predecessors: communes, successor: merged, ...decision };

  beforeAll(async () => {
    underWay = await arrived('H99.1', communes);
    toOne = await arrived('H99.1', [first]);
    asked = await arrived('H99.1', [first, third]);
    ofFirst.draft = await drafted(first);
    ofFirst.signed = await signed(first);
    ofFirst.numbered = await signed(first);
    accepted(await number(first, ofFirst.numbered));
    ofFirst.toGiveUp = await signed(first);
    accepted(await number(first, ofFirst.toGiveUp));
  });

  it('is refused as a whole, or done once', async () => {
    const wrong = { ...merger, predecessors: [...communes, merged, 'H99.77'] };
    expect(await operator.command(subjects.mergeAgencies, {}, wrong)).toMatchObject({
      refused: 'merger-refused',
      errors: [{ pointer: '/body/predecessors/3' }, { pointer: '/body/predecessors/4' }],
    });
    expect((await agencyOf(first)).open).toBe(true);

    // As if the first try had been cut off after one commune.
    const closing = { how: 'merged', successors: [merged], ...decision };
    accepted(await operator.command(subjects.closeAgency, { agency: second }, closing));
    const key = randomUUID();
    const merge = () => operator.command<AgenciesMerged>(subjects.mergeAgencies, {}, merger, key);
    expect(accepted(await merge()).closed).toEqual(communes);
    expect(accepted(await merge()).closed).toEqual(communes);
    expect(
      await operator.command(subjects.mergeAgencies, {}, { ...merger, predecessors: [first] }, key),
    ).toMatchObject({ refused: 'idempotency-key-reused' });

    await province.waitFor(agencyStream(merged), 'AgencySucceeded', 3);
    expect(
      (await province.factsOf(agencyStream(first))).filter((fact) => fact === 'AgencyClosed'),
    ).toHaveLength(1);
    expect((await agencyOf(merged)).predecessors.map(({ agency }) => agency).sort()).toEqual(communes);
    expect(await agencyOf(first)).toMatchObject({
      open: false,
      closing: { how: 'merged', successors: [merged], mailGoesTo: merged },
    });
  });

  it('is finished without another call, when only the succession was recorded', async () => {
    const [successor, predecessor] = ['H99.40', 'H99.41'];
    for (const agency of [successor, predecessor]) {
      const card = { name: `Xã ${agency}`, abbreviation: 'UBX', tier: 'commune', parent: 'H99' };
      accepted(await operator.command(subjects.registerAgency, { agency }, card));
    }
    const scribe = new Scribe(inStore(province.store), Date.now());
    const succession = { predecessors: [predecessor], ...decision };
    const command = { type: 'RecordSuccession', agency: successor, ...succession } as const;
    await scribe.write(agency, agencyStream(successor), 'H99', command);
    const closed = await province.waitFor(agencyStream(predecessor), 'AgencyClosed');
    expect(closed.data).toMatchObject({ how: 'merged', successors: [successor] });
  });

  it('takes no officer, no draft and no signature at the closed ones', async () => {
    const officer = { officer: 'moi.01', displayName: 'Cán bộ mới', roles: ['Clerk'] };
    expect(await operator.command(subjects.appointOfficer, { agency: first }, officer)).toMatchObject({
      refused: 'agency-closed',
    });
    const drafter = province.officer(first, 'Drafter');
    expect(await drafter.command(subjects.draftDocument, {}, await draftOf(first))).toMatchObject({
      context: 'document',
      refused: 'agency-closed',
    });
  });

  it('the successor accepts what had arrived before, and the history says who did for whom', async () => {
    const clerk = province.officer(merged, 'Clerk');
    accepted(await clerk.command(subjects.acceptReceipt, { documentId: toOne }));
    const stream = deliveryStream({ documentId: toOne, to: first });
    const receipt = await province.waitFor(stream, 'ReceiptAccepted');
    expect(receipt.data).toMatchObject({ to: first, officer: officerId('Clerk', merged) });
    expect(receipt.metadata).toMatchObject({ actor: { agency: merged }, onBehalfOf: first });

    const assignee = officerId('Specialist', merged);
    const head = province.officer(merged, 'Leader');
    accepted(await head.command(subjects.assignProcessing, { documentId: toOne }, { assignee }));
    accepted(
      await province.officer(merged, 'Specialist').command(subjects.startProcessing, { documentId: toOne }),
    );
  });

  it('names for which one it acts, when the document came to several', async () => {
    const clerk = province.officer(merged, 'Clerk');
    expect(await clerk.command(subjects.acceptReceipt, { documentId: underWay })).toMatchObject({
      refused: 'several-deliveries',
      errors: communes.map((detail) => ({ detail })),
    });
    const forSecond = clerk.with({ onBehalfOf: second });
    accepted(await forSecond.command(subjects.acceptReceipt, { documentId: underWay }));
    await province.waitFor(deliveryStream({ documentId: underWay, to: second }), 'ReceiptAccepted');

    const stranger = province.officer('H99.2', 'Clerk');
    const pretending = stranger.with({ onBehalfOf: first });
    expect(await pretending.command(subjects.acceptReceipt, { documentId: underWay })).toMatchObject({
      refused: 'not-the-successor',
    });
    expect(await stranger.command(subjects.acceptReceipt, { documentId: underWay })).toMatchObject({
      refused: 'not-found',
    });
  });

  it('gives what the closed one drafted or signed no number: its books ended with it', async () => {
    expect(await sign(merged, ofFirst.draft, 'head')).toMatchObject({ refused: 'agency-closed' });
    for (const by of [merged, first]) {
      expect(await number(by, ofFirst.signed)).toMatchObject({
        context: 'document',
        refused: 'agency-closed',
      });
    }
    expect(await number('H99.2', ofFirst.signed)).toMatchObject({ refused: 'not-found' });
    expect(await province.factsOf(documentStream(ofFirst.signed))).toEqual([
      'DocumentDrafted',
      'DocumentSigned',
    ]);
  });

  it('the successor seals, registers and issues what had its number, and says for whom', async () => {
    const documentId = ofFirst.numbered;
    const stream = documentStream(documentId);
    const stranger = province.officer('H99.2', 'Clerk');
    expect(await stranger.command(subjects.sealDocument, { documentId })).toMatchObject({
      refused: 'not-found',
    });
    accepted(await sealedAndIssued(merged, documentId, ['H99.2']));
    const numbered = await province.waitFor(stream, 'DocumentNumbered');
    const issued = await province.waitFor(stream, 'DocumentIssued');
    const { symbol } = numbered.data as { symbol: string };
    expect(issued.data).toMatchObject({ agency: first, symbol, officer: officerId('Clerk', merged) });
    for (const fact of ['OrganisationSealApplied', 'DocumentRegistered', 'DocumentIssued']) {
      const { metadata } = await province.waitFor(stream, fact);
      expect(metadata).toMatchObject({ actor: { agency: merged }, onBehalfOf: first });
    }
    const delivered = deliveryStream({ documentId, to: 'H99.2' });
    const arrival = await province.waitFor(delivered, 'DocumentArrived');
    expect(arrival.data).toMatchObject({ from: first });
    for (const party of [merged, 'H99.2']) {
      const view = await viewOf(party, documentId, arrival);
      expect(view).toMatchObject({ agency: first, by: merged, actingFor: first });
    }
  });

  it('the successor voids a number of the closed one with a leader of its own', async () => {
    const documentId = ofFirst.toGiveUp;
    const clerk = province.officer(merged, 'Clerk');
    const voiding = (of: string) => ({ approvedBy: officerId('Leader', of), reason: 'Soạn lại' });
    expect(await clerk.command(subjects.voidNumber, { documentId }, voiding(first))).toMatchObject({
      refused: 'approver-not-a-leader',
    });
    accepted(await clerk.command(subjects.voidNumber, { documentId }, voiding(merged)));
    const { data } = await province.waitFor(documentStream(documentId), 'DocumentNumberVoided');
    const { series, bookYear } = data as { series: string; bookYear: number };
    await province.waitFor(registerStream({ agency: first, series, bookYear }), 'NumberVoided');
  });

  it('answers in its own name what came to closed ones, and each delivery is completed with that reply', async () => {
    const responseFor = [asked];
    const { documentId, reply } = await issue(merged, ['H99.1'], { responseFor });
    accepted(reply);
    const issued = await province.waitFor(documentStream(documentId), 'DocumentIssued');
    expect(issued.data).toMatchObject({
      agency: merged,
      responseFor: [{ documentId: asked, agency: 'H99.1', answeringFor: [first, third] }],
    });
    for (const code of [first, third]) {
      const at = (role: 'Clerk' | 'Leader' | 'Specialist') =>
        province.officer(merged, role).with({ onBehalfOf: code });
      const target = { documentId: asked };
      accepted(await at('Clerk').command(subjects.acceptReceipt, target));
      const assignee = officerId('Specialist', merged);
      accepted(await at('Leader').command(subjects.assignProcessing, target, { assignee }));
      const completion = { result: 'Đã trả lời', reply: documentId };
      const besides = { ...completion, reply: ofFirst.numbered };
      expect(await at('Specialist').command(subjects.completeProcessing, target, besides)).toMatchObject({
        context: 'delivery',
      });
      accepted(await at('Specialist').command(subjects.completeProcessing, target, completion));
      const completed = await province.waitFor(
        deliveryStream({ ...target, to: code }),
        'ProcessingCompleted',
      );
      expect(completed.data).toMatchObject({ to: code, reply: { documentId, agency: merged } });
      const { deliveries } = await viewOf('H99.1', asked, completed);
      const delivery = deliveries.find(({ agency: recipient }) => recipient === code);
      expect(delivery).toMatchObject({ state: 'Completed', reply: { standing: 'answered', documentId } });
      expect(delivery?.history.at(-1)).toMatchObject({ by: merged, actingFor: code });
    }
    const answer = await viewOf('H99.1', documentId, issued);
    expect(answer).toMatchObject({ responseFor: [{ answeringFor: [first, third] }] });
    expect((await viewOf('H99.1', asked, issued)).answeredBy).toMatchObject([{ documentId }]);
    const stranger = await draftOf('H99.2');
    const drafter = province.officer('H99.2', 'Drafter');
    expect(await drafter.command(subjects.draftDocument, {}, { ...stranger, responseFor })).toMatchObject({
      refused: 'answered-document-not-found',
    });
  });

  it('answers a recall of what came to a closed one', async () => {
    const target = { documentId: toOne, agency: first };
    const sender = province.officer('H99.1', 'Clerk');
    accepted(await sender.command(subjects.takeBack, target, { reason: 'Gửi nhầm' }));
    const clerk = province.officer(merged, 'Clerk');
    accepted(await clerk.command(subjects.agreeToRecall, { documentId: toOne }));
    await province.waitFor(deliveryStream({ documentId: toOne, to: first }), 'DocumentCancelledAtRecipient');
  });

  it('gets what is written to a closed one, and both sides see it', async () => {
    const documentId = await arrived('H99.1', [first, second, 'H99.2'], [merged, 'H99.2']);
    const issued = await province.waitFor(documentStream(documentId), 'DocumentIssued');
    expect(issued.data).toMatchObject({
      recipients: [first, second, 'H99.2'],
      forwarded: [
        { from: first, to: merged },
        { from: second, to: merged },
      ],
    });
    const requested = await province.waitFor(deliveryStream({ documentId, to: merged }), 'DeliveryRequested');
    expect(requested.data).toMatchObject({ to: merged, addressedTo: first });
    expect(await province.factsOf(deliveryStream({ documentId, to: first }))).toEqual([]);
    accepted(await province.officer(merged, 'Clerk').command(subjects.acceptReceipt, { documentId }));
  });

  it('a closed agency that nobody succeeds gets nothing', async () => {
    const agency = 'H99.4';
    const closing = { how: 'dissolved', successors: [], ...decision };
    accepted(await operator.command(subjects.closeAgency, { agency }, closing));
    const { reply } = await issue('H99.1', [agency]);
    expect(reply).toMatchObject({ context: 'document', refused: 'recipient-closed' });
  });
});

describe('a thousand codes', () => {
  const nobody = Array.from({ length: 998 }, (_, index) => `H98.${index + 1}`);

  it('are looked up together, and one recorded a moment ago is known among those that nobody has', async () => {
    const card = { name: 'Ủy ban nhân dân xã Vừa Lập', abbreviation: 'UBX', tier: 'commune', parent: 'H99' };
    accepted(await operator.command(subjects.registerAgency, { agency: 'H99.77' }, card));
    const codes = [...nobody, 'H99.77', 'H99.1'];
    const body = { codes, onDate: today };
    const checked = accepted(await operator.query<{ unknown: string[] }>(subjects.checkRecipients, {}, body));
    expect(checked.unknown).toEqual(nobody);
  });
});
