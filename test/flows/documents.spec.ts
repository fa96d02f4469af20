import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { transact } from '@adapters/event-store';
import {
  type AgenciesFound,
  type AgencyCard,
  type DocumentDrafted,
  type DocumentIssued,
  type DocumentNumbered,
  healthSubject,
  type Page,
  positionToken,
  type ReceiptAccepted,
  type ServiceName,
  subjects,
} from '@contracts';
import { localYear } from '@domain/codes';
import { deliveryId, deliveryStream } from '@domain/delivery';
import { documentStream } from '@domain/document';
import { register, type RegisterEvent, registerStream } from '@domain/register';
import { secrecyStream } from '@domain/secrecy';
import { commandMeta, type HealthAnswer } from '@runtime';
import { Hands } from './hands';
import { accepted, type Officer, officerId, type Province, startProvince } from './province';
import { recipientsMany } from './recipients-many';

const clock = new Hands();
let province: Province;
let drafter: Officer;
let leader: Officer;
let clerk: Officer;

beforeAll(async () => {
  province = await startProvince({ services: ['directory', 'exchange'], clock });
  await province.found();
  drafter = province.officer('H99', 'Drafter');
  leader = province.officer('H99', 'Leader');
  clerk = province.officer('H99', 'Clerk');
});
afterAll(async () => {
  await province.stop();
  // But for the event that a test damages on purpose.
  const isMeant = (line: string) => /delivery-arrival.*ContentNotWhole/.test(line);
  const errors = province.log.filter((line) => line.includes('"level":"error"') && !isMeant(line));
  expect(errors).toEqual([]);
});

const signature = { authority: 'head', position: 'Chủ tịch' };
const entry = { filedBy: 'Văn phòng', copies: 0 };

async function draftOf(contents?: readonly object[], over: object = {}) {
  const parts = contents ?? [await province.upload('H99')];
  return { documentType: 'CV', subject: 'Về việc thử nghiệm', urgency: 'normal', contents: parts, ...over };
}

async function drafted(): Promise<string> {
  return accepted(await drafter.command<DocumentDrafted>(subjects.draftDocument, {}, await draftOf()))
    .documentId;
}

async function signed(): Promise<string> {
  const documentId = await drafted();
  accepted(await leader.command(subjects.signDocument, { documentId }, signature));
  return documentId;
}

async function numbered(): Promise<string> {
  const documentId = await signed();
  accepted(await clerk.command(subjects.numberDocument, { documentId }));
  return documentId;
}

/** What the law wants between the number and the issue: the seal and the entry in the register. */
async function registered(documentId: string): Promise<string> {
  accepted(await clerk.command(subjects.sealDocument, { documentId }));
  accepted(await clerk.command(subjects.registerDocument, { documentId }, entry));
  return documentId;
}

async function issued(...recipients: string[]): Promise<string> {
  const documentId = await registered(await numbered());
  accepted(await clerk.command(subjects.issueDocument, { documentId }, { recipients }));
  return documentId;
}

async function arrived(to: string): Promise<string> {
  const documentId = await issued(to);
  await province.waitFor(deliveryStream({ documentId, to }), 'DocumentArrived');
  return documentId;
}

const clerkOf = (agency: string) => province.officer(agency, 'Clerk');
const accept = (agency: string, documentId: string, key?: string) =>
  clerkOf(agency).command<ReceiptAccepted>(subjects.acceptReceipt, { documentId }, {}, key);
const factsAt = (documentId: string, to: string) => province.factsOf(deliveryStream({ documentId, to }));

/** All entries of a book as they stand in the store. */
async function bookOf(agency: string, series: string, bookYear = localYear(clock.now())) {
  const { events } = await province.store.readStream(registerStream({ agency, series, bookYear }));
  return events.map(({ type, data }) => register.codec.decode({ type, data }) as RegisterEvent);
}

describe('a document from its draft to the last recipient', () => {
  it('goes to three agencies, is refused by one and completed by another', async () => {
    const recipients = ['H99.1', 'H99.2', 'H99.4'];
    const documentId = await signed();
    const number = accepted(await clerk.command<DocumentNumbered>(subjects.numberDocument, { documentId }));
    expect(number.symbol).toBe(`${String(number.number).padStart(2, '0')}/UBND`);
    await registered(documentId);
    const issue = await clerk.command<DocumentIssued>(subjects.issueDocument, { documentId }, { recipients });
    expect(accepted(issue).deliveries).toEqual(
      recipients.map((agency) => ({ agency, state: 'Queued', deliveryId: `${documentId}.${agency}` })),
    );
    for (const to of recipients)
      await province.waitFor(deliveryStream({ documentId, to }), 'DocumentArrived');

    const refusal = { reasonCode: 'mis-sent', reason: 'Không đúng thẩm quyền' };
    accepted(await clerkOf('H99.1').command(subjects.refuseReceipt, { documentId }, refusal));
    expect(accepted(await accept('H99.2', documentId))).toMatchObject({ number: 1 });
    const specialist = province.officer('H99.2', 'Specialist');
    const assignment = {
      assignee: officerId('Specialist', 'H99.2'),
      coordinating: [officerId('Clerk', 'H99.2')],
      opinion: 'Giao chuyên viên xử lý',
      dueDate: '2027-01-31',
    };
    const leaderThere = province.officer('H99.2', 'Leader');
    accepted(await leaderThere.command(subjects.assignProcessing, { documentId }, assignment));
    accepted(await specialist.command(subjects.startProcessing, { documentId }));
    accepted(await specialist.command(subjects.completeProcessing, { documentId }, { result: 'Đã trả lời' }));

    const start = ['DeliveryRequested', 'DocumentArrived'];
    expect(await factsAt(documentId, 'H99.1')).toEqual([...start, 'ReceiptRefused']);
    expect(await factsAt(documentId, 'H99.4')).toEqual(start);
    expect(await factsAt(documentId, 'H99.2')).toEqual([
      ...start,
      'ReceiptAccepted',
      'ProcessingAssigned',
      'ProcessingStarted',
      'ProcessingCompleted',
    ]);
  });

  it('says who did it, for whom, because of what, and keeps how far the directory had looked', async () => {
    const documentId = await arrived('H99.3');
    const issuing = await province.waitFor(documentStream(documentId), 'DocumentIssued');
    expect(issuing.metadata.actor).toEqual({
      agency: 'H99',
      officer: officerId('Clerk', 'H99'),
      role: 'Clerk',
    });
    expect(issuing.data).toMatchObject({
      directoryPosition: expect.stringMatching(`^${province.storeId}\\.`),
    });
    const stream = deliveryStream({ documentId, to: 'H99.3' });
    const request = await province.waitFor(stream, 'DeliveryRequested');
    expect(request.metadata).toMatchObject({
      source: 'reactor',
      $causationId: issuing.id,
      $correlationId: issuing.metadata.$correlationId,
      actor: { agency: 'H99', role: 'System' },
    });
    expect((await province.waitFor(stream, 'DocumentArrived')).metadata.$causationId).toBe(request.id);
  });

  it('goes to many agencies from one command', async () => {
    const codes = Array.from({ length: recipientsMany }, (_, index) => `H98.${index + 1}`);
    const operator = province.officer('H99', 'Operator');
    const body = { name: 'Ủy ban nhân dân xã', abbreviation: 'UBX', tier: 'commune' };
    for (let at = 0; at < codes.length; at += 50) {
      const some = codes.slice(at, at + 50);
      await Promise.all(
        some.map(async (agency) =>
          accepted(await operator.command(subjects.registerAgency, { agency }, body)),
        ),
      );
    }
    const documentId = await issued(...codes);
    await Promise.all(
      [codes[0], codes[codes.length >> 1], codes.at(-1)].map((to) =>
        province.waitFor(deliveryStream({ documentId, to: to as string }), 'DocumentArrived'),
      ),
    );
    const pages = [];
    let cursor: string | undefined;
    do {
      const query = { limit: 200, ...(cursor === undefined ? {} : { cursor }) };
      const page: Page<AgencyCard> = accepted(await operator.query(subjects.listAgencies, {}, query));
      pages.push(...page.rows.map(({ code }) => code));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(pages).toEqual([...pages].sort());
    expect(pages.filter((code) => code.startsWith('H98'))).toHaveLength(recipientsMany);
  }, 120_000);
});

describe('a repeated command', () => {
  it('is answered the same at every step, also after the document moved on', async () => {
    const body = await draftOf();
    const keys = { draft: randomUUID(), number: randomUUID(), issue: randomUUID(), accept: randomUUID() };
    const draft = () => drafter.command<DocumentDrafted>(subjects.draftDocument, {}, body, keys.draft);
    const firstDraft = await draft();
    const { documentId } = accepted(firstDraft);
    accepted(await leader.command(subjects.signDocument, { documentId }, signature));
    const number = () => clerk.command(subjects.numberDocument, { documentId }, {}, keys.number);
    const recipients = { recipients: ['H99.1'] };
    const issue = () => clerk.command(subjects.issueDocument, { documentId }, recipients, keys.issue);
    const firstNumber = await number();
    await registered(documentId);
    const firstIssue = await issue();
    const stream = deliveryStream({ documentId, to: 'H99.1' });
    await province.waitFor(stream, 'DocumentArrived');
    const firstAccept = await accept('H99.1', documentId, keys.accept);
    accepted(firstAccept);
    const assignee = officerId('Specialist', 'H99.1');
    accepted(
      await province
        .officer('H99.1', 'Leader')
        .command(subjects.assignProcessing, { documentId }, { assignee }),
    );

    expect(await draft()).toEqual(firstDraft);
    expect(await number()).toEqual(firstNumber);
    expect(await issue()).toEqual(firstIssue);
    expect(await accept('H99.1', documentId, keys.accept)).toEqual(firstAccept);
    expect(await province.factsOf(documentStream(documentId))).toHaveLength(6);
    expect(await province.factsOf(stream)).toHaveLength(4);
  });

  it('drafts the same document also when its uploads were cleared away', async () => {
    const body = await draftOf();
    const key = randomUUID();
    const draft = () => drafter.command<DocumentDrafted>(subjects.draftDocument, {}, body, key);
    const first = await draft();
    const part = body.contents[0] as { sha256: string };
    await province.contentStore.keep('H99', part.sha256);
    await rm(incoming('H99', part));
    expect(await draft()).toEqual(first);
  });

  it('with another content under the same key is refused', async () => {
    const key = randomUUID();
    const body = await draftOf();
    accepted(await drafter.command(subjects.draftDocument, {}, body, key));
    const reused = { ok: false, context: 'document', refused: 'idempotency-key-reused' };
    const other = { ...body, subject: 'Nội dung khác' };
    expect(await drafter.command(subjects.draftDocument, {}, other, key)).toEqual(reused);
    const unknown = { ...body, documentType: 'ZZ' };
    expect(await drafter.command(subjects.draftDocument, {}, unknown, key)).toEqual(reused);
  });
});

const incoming = (agency: string, { sha256 }: { sha256: string }) =>
  join(province.context.configuration.dataDir, 'contents', 'incoming', agency, sha256);
const kept = ({ sha256 }: { sha256: string }) =>
  join(province.context.configuration.dataDir, 'contents', 'sha256', sha256.slice(0, 2), sha256);

describe('numbers', () => {
  it.each([
    ['one instance', 64, 'H99.3', () => Promise.resolve()],
    ['two instances that share the work', 32, 'H99.2', () => province.startService('exchange')],
  ])(
    'acceptances at once leave no gap, and every delivery has one number: %s',
    async (_, count, to, begin) => {
      await begin();
      const before = (await bookOf(to, 'incoming')).length;
      const documents = await Promise.all(Array.from({ length: count }, () => arrived(to)));
      const replies = await Promise.all(
        documents.map((documentId) => Promise.all([1, 2].map(() => accept(to, documentId)))),
      );
      const numbers = replies.map((both) => {
        expect(both.find((reply) => !reply.ok)).toMatchObject({ refused: 'already-accepted' });
        const won = both.filter((reply) => reply.ok);
        expect(won).toHaveLength(1);
        return accepted(won[0] as (typeof won)[number]).number;
      });
      const wanted = Array.from({ length: count }, (_each, index) => before + index + 1);
      expect(numbers.sort((a, b) => a - b)).toEqual(wanted);
      const book = await bookOf(to, 'incoming');
      expect(book.map(({ data }) => data.number)).toEqual(book.map((_each, index) => index + 1));
      expect(new Set(book.map(({ data }) => data.key)).size).toBe(book.length);
    },
  );

  it('are taken from the book of the local year', async () => {
    const documentId = await signed();
    const other = await signed();
    clock.set = '2030-12-31T16:59:59.999Z';
    const last = accepted(await clerk.command<DocumentNumbered>(subjects.numberDocument, { documentId }));
    clock.set = '2030-12-31T17:00:00.000Z';
    const first = accepted(
      await clerk.command<DocumentNumbered>(subjects.numberDocument, { documentId: other }),
    );
    clock.set = undefined;
    expect(last).toMatchObject({ number: 1, bookYear: 2030 });
    expect(first).toMatchObject({ number: 1, bookYear: 2031 });
  });

  it('is not allocated for an import that lies before the history of its delivery', async () => {
    const documentId = await arrived('H99.4');
    const before = await bookOf('H99.4', 'incoming', 2020);
    const importer = province.officer('H99.4', 'Importer').with({
      source: 'import',
      occurredAt: '2020-02-03T04:05:06.000Z',
      importedFrom: `so.csv#${'b'.repeat(64)}`,
    });
    expect(await importer.command(subjects.acceptReceipt, { documentId })).toMatchObject({
      refused: 'occurred-before-history',
    });
    expect(await bookOf('H99.4', 'incoming', 2020)).toEqual(before);
  });
});

/** Leaves what a crash leaves between the two streams: the number is allocated, nobody was told. */
async function crashAfterAllocation(agency: string, documentId: string, key: string, bookYear: number) {
  const officer = clerkOf(agency);
  const message = { target: { documentId }, body: {} };
  const { meta, at } = commandMeta(officer.caller(key), subjects.acceptReceipt, message, clock);
  const book = { agency, series: 'incoming', bookYear };
  const allocate = {
    type: 'AllocateNumber',
    ...book,
    key: deliveryId({ documentId, to: agency }),
    officer: officerId('Clerk', agency),
    at,
  } as const;
  const allocated = await transact(province.store, register, registerStream(book), allocate, meta);
  if ('refused' in allocated) throw new Error(allocated.refused);
  return allocated.events[0]?.data.number as number;
}

describe('after a crash between the register and the delivery', () => {
  const year = localYear(clock.now());

  it('the delivery gets the number that was allocated, and the repeat is answered with it', async () => {
    const documentId = await arrived('H99.1');
    await province.stopService('exchange');
    const key = randomUUID();
    const number = await crashAfterAllocation('H99.1', documentId, key, year);
    await province.startService('exchange');

    const event = await province.waitFor(deliveryStream({ documentId, to: 'H99.1' }), 'ReceiptAccepted');
    expect(event.data).toMatchObject({ number, bookYear: year, officer: officerId('Clerk', 'H99.1') });
    expect(event.metadata.source).toBe('reactor');
    const repeat = await accept('H99.1', documentId, key);
    expect(accepted(repeat)).toEqual({ number, bookYear: year });
    expect(repeat).toMatchObject({
      position: positionToken({ storeId: province.storeId, commit: event.position }),
    });
    expect(await accept('H99.1', documentId)).toMatchObject({ refused: 'already-accepted' });
  });

  it('a number whose delivery was refused meanwhile is voided and never given again', async () => {
    const documentId = await arrived('H99.1');
    const refusal = { reasonCode: 'integrity', reason: 'Thiếu trang' };
    accepted(await clerkOf('H99.1').command(subjects.refuseReceipt, { documentId }, refusal));
    await province.stopService('exchange');
    const number = await crashAfterAllocation('H99.1', documentId, randomUUID(), year);
    await province.startService('exchange');
    const voided = await province.waitFor(
      registerStream({ agency: 'H99.1', series: 'incoming', bookYear: year }),
      'NumberVoided',
    );
    expect(voided.data).toMatchObject({ number, reason: 'receipt-refused' });
    const next = accepted(await accept('H99.1', await arrived('H99.1')));
    expect(next.number).toBe(number + 1);
  });

  it('a second number in the book of the next year is voided', async () => {
    const documentId = await arrived('H99.2');
    accepted(await accept('H99.2', documentId));
    const number = await crashAfterAllocation('H99.2', documentId, randomUUID(), year + 1);
    const voided = await province.waitFor(
      registerStream({ agency: 'H99.2', series: 'incoming', bookYear: year + 1 }),
      'NumberVoided',
    );
    expect(voided.data).toMatchObject({ number, reason: 'numbered-in-another-book' });
  });
});

describe('refused, with nothing changed', () => {
  it.each<[string, () => Promise<string>, (documentId: string) => Promise<unknown>, string]>([
    [
      'numbering a draft',
      drafted,
      (documentId) => clerk.command(subjects.numberDocument, { documentId }),
      'not-signed-yet',
    ],
    [
      'issuing what has no number',
      signed,
      (documentId) => clerk.command(subjects.issueDocument, { documentId }, { recipients: ['H99.1'] }),
      'not-numbered-yet',
    ],
    [
      'numbering twice',
      numbered,
      (documentId) => clerk.command(subjects.numberDocument, { documentId }),
      'already-numbered',
    ],
    [
      'signing by another leader',
      signed,
      (documentId) =>
        leader.command(subjects.signDocument, { documentId }, { ...signature, position: 'Phó Chủ tịch' }),
      'already-signed',
    ],
    [
      "another agency's document",
      signed,
      (documentId) => clerkOf('H99.1').command(subjects.numberDocument, { documentId }),
      'not-found',
    ],
    [
      'issuing what has no seal',
      numbered,
      (documentId) => clerk.command(subjects.issueDocument, { documentId }, { recipients: ['H99.1'] }),
      'not-sealed-yet',
    ],
    [
      'the sender among the recipients',
      () => numbered().then(registered),
      (documentId) => clerk.command(subjects.issueDocument, { documentId }, { recipients: ['H99'] }),
      'sender-among-recipients',
    ],
  ])('%s', async (_, given, ask, refused) => {
    const documentId = await given();
    const before = await province.factsOf(documentStream(documentId));
    const book = await bookOf('H99', 'outgoing');
    expect(await ask(documentId)).toEqual({ ok: false, context: 'document', refused });
    expect(await province.factsOf(documentStream(documentId))).toEqual(before);
    expect(await bookOf('H99', 'outgoing')).toEqual(book);
  });

  it('an unknown document like one of another agency', async () => {
    const unknown = { documentId: randomUUID() };
    const notFound = { ok: false, refused: 'not-found' };
    expect(await clerk.command(subjects.numberDocument, unknown)).toMatchObject(notFound);
    expect(await accept('H99.1', unknown.documentId)).toMatchObject({ ...notFound, context: 'delivery' });
  });

  it('an issue with unknown recipients, every one of them named', async () => {
    const documentId = await registered(await numbered());
    const recipients = ['H99.1', 'H77', 'H99.2', 'H77.5'];
    expect(await clerk.command(subjects.issueDocument, { documentId }, { recipients })).toEqual({
      ok: false,
      context: 'document',
      refused: 'unknown-recipient',
      errors: [
        { pointer: '/body/recipients/1', detail: 'H77 is no agency' },
        { pointer: '/body/recipients/3', detail: 'H77.5 is no agency' },
      ],
    });
    expect(await province.factsOf(documentStream(documentId))).toHaveLength(5);
    expect(await factsAt(documentId, 'H99.1')).toEqual([]);
  });

  it('a number for an agency that is not in the directory', async () => {
    const agency = 'H99.70';
    const contents = [await province.upload(agency)];
    const body = await draftOf(contents);
    const { documentId } = accepted(
      await province.officer(agency, 'Drafter').command<DocumentDrafted>(subjects.draftDocument, {}, body),
    );
    accepted(
      await province.officer(agency, 'Leader').command(subjects.signDocument, { documentId }, signature),
    );
    expect(await clerkOf(agency).command(subjects.numberDocument, { documentId })).toEqual({
      ok: false,
      context: 'document',
      refused: 'sender-not-registered',
    });
    expect(await bookOf(agency, 'outgoing')).toEqual([]);
  });

  it('a draft of an unknown type, or with parts its agency did not upload', async () => {
    const unknownType = await draftOf(undefined, { documentType: 'ZZ' });
    expect(await drafter.command(subjects.draftDocument, {}, unknownType)).toMatchObject({
      context: 'document',
      refused: 'unknown-document-type',
      errors: [{ pointer: '/body/documentType' }],
    });
    const own = await province.upload('H99');
    const foreign = await province.upload('H99.1');
    const wrongSize = { ...(await province.upload('H99')), size: 7 };
    const body = await draftOf([own, foreign, wrongSize]);
    expect(await drafter.command(subjects.draftDocument, {}, body)).toMatchObject({
      context: 'document',
      refused: 'content-not-uploaded',
      errors: [{ pointer: '/body/contents/1' }, { pointer: '/body/contents/2' }],
    });
  });

  it.each<[string, (documentId: string) => Promise<unknown>, string]>([
    [
      'assigning before acceptance',
      (documentId) =>
        province
          .officer('H99.4', 'Leader')
          .command(subjects.assignProcessing, { documentId }, { assignee: 'nobody' }),
      'not-accepted-yet',
    ],
    [
      'starting before acceptance',
      (documentId) =>
        province.officer('H99.4', 'Specialist').command(subjects.startProcessing, { documentId }),
      'not-accepted-yet',
    ],
    ['a delivery of another agency', (documentId) => accept('H99.2', documentId), 'not-found'],
  ])('%s', async (_, ask, refused) => {
    const documentId = await arrived('H99.4');
    expect(await ask(documentId)).toEqual({ ok: false, context: 'delivery', refused });
    expect(await factsAt(documentId, 'H99.4')).toHaveLength(2);
  });

  it('an assignment to who is no specialist of the agency', async () => {
    const documentId = await arrived('H99.4');
    accepted(await accept('H99.4', documentId));
    const there = province.officer('H99.4', 'Leader');
    const assignment = {
      assignee: officerId('Clerk', 'H99.4'),
      coordinating: [officerId('Clerk', 'H99.4'), 'nobody'],
    };
    expect(await there.command(subjects.assignProcessing, { documentId }, assignment)).toMatchObject({
      context: 'delivery',
      refused: 'assignee-not-found',
      errors: [{ pointer: '/body/assignee' }, { pointer: '/body/coordinating/1' }],
    });
    accepted(
      await there.command(
        subjects.assignProcessing,
        { documentId },
        { assignee: officerId('Leader', 'H99.4') },
      ),
    );
    const specialist = province.officer('H99.4', 'Specialist');
    expect(await specialist.command(subjects.startProcessing, { documentId })).toMatchObject({
      refused: 'not-the-assignee',
    });
  });

  it('a refusal after the acceptance, and an acceptance after the refusal', async () => {
    const refusal = { reasonCode: 'mis-sent', reason: 'Gửi nhầm' };
    const refuse = (documentId: string) =>
      clerkOf('H99.4').command(subjects.refuseReceipt, { documentId }, refusal);
    const taken = await arrived('H99.4');
    accepted(await accept('H99.4', taken));
    expect(await refuse(taken)).toMatchObject({ refused: 'already-accepted' });
    const book = await bookOf('H99.4', 'incoming');
    const returned = await arrived('H99.4');
    accepted(await refuse(returned));
    expect(await accept('H99.4', returned)).toMatchObject({ refused: 'already-refused' });
    expect(await bookOf('H99.4', 'incoming')).toEqual(book);
  });

  it('a secret document leaves only a count, and nothing that leads to anybody', async () => {
    const key = randomUUID();
    const count = () => drafter.command(subjects.countRefusedSecret, {}, { localDate: '2026-11-22' }, key);
    const first = await count();
    accepted(first);
    expect(await count()).toEqual(first);
    const stream = secrecyStream('H99', 2026);
    expect(await province.factsOf(stream)).toEqual(['SecretDocumentRefused']);
    const { data, metadata } = await province.waitFor(stream, 'SecretDocumentRefused');
    expect(data).toEqual({ agency: 'H99', localDate: '2026-11-22', at: expect.any(String) as string });
    expect(metadata.actor).toEqual({ agency: 'H99', officer: 'system', role: 'System' });
    expect(JSON.stringify(metadata)).not.toContain(officerId('Drafter', 'H99'));
  });
});

describe('contents', () => {
  it('become permanent when a draft names them', async () => {
    const documentId = await issued('H99.1');
    await province.waitFor(deliveryStream({ documentId, to: 'H99.1' }), 'DocumentArrived');
    const { data } = await province.waitFor(documentStream(documentId), 'DocumentDrafted');
    const [part] = (data as { contents: { sha256: string; size: number }[] }).contents;
    expect(await province.contentStore.verify(part?.sha256 as string)).toBe('whole');
  });

  it('that are damaged never arrive; their delivery waits and the event is set aside', async () => {
    const part = await province.upload('H99');
    const body = await draftOf([part]);
    const { documentId } = accepted(await drafter.command<DocumentDrafted>(subjects.draftDocument, {}, body));
    accepted(await leader.command(subjects.signDocument, { documentId }, signature));
    accepted(await clerk.command(subjects.numberDocument, { documentId }));
    await registered(documentId);
    await mkdir(join(kept(part), '..'), { recursive: true });
    await rm(kept(part), { force: true });
    await writeFile(kept(part), 'damaged');
    const recipients = ['H99.1'];
    accepted(await clerk.command(subjects.issueDocument, { documentId }, { recipients }));
    await province.waitFor('parked-delivery-arrival', 'EventParked');
    expect(await factsAt(documentId, 'H99.1')).toEqual(['DeliveryRequested']);
    expect(await accept('H99.1', documentId)).toMatchObject({ refused: 'not-found' });
    const healthy = await arrived('H99.1');
    expect(await factsAt(healthy, 'H99.1')).toHaveLength(2);
  }, 120_000);
});

describe('health', () => {
  it('tells how far every reaction came, and what the directory knows', async () => {
    const ask = (service: ServiceName) => drafter.query<HealthAnswer>(healthSubject(service), {});
    const { ready, store, details } = accepted(await ask('exchange'));
    expect({ ready, store }).toEqual({ ready: true, store: 'up' });
    for (const name of ['delivery-request', 'delivery-arrival', 'content-keeping', 'register-completion']) {
      expect(details).toMatchObject({ [`${name}.caughtUp`]: true });
      expect(details[`${name}.lagMs`]).toEqual(expect.any(Number));
    }
    expect(details['delivery-arrival.parked']).toBe(1);
    expect(accepted(await ask('directory'))).toMatchObject({ ready: true, service: 'directory' });
  });
});

describe('the directory', () => {
  it('knows an agency and an officer at once after they were told', async () => {
    const operator = province.officer('H99', 'Operator');
    const agency = 'H99.55';
    const body = { name: 'Sở Mới', abbreviation: 'SM', tier: 'province', parent: 'H99' };
    const registered = await operator.command(subjects.registerAgency, { agency }, body);
    const find = () => operator.query<AgenciesFound>(subjects.findAgencies, {}, { codes: [agency, 'H77'] });
    expect(accepted(await find())).toMatchObject({
      agencies: [{ code: agency, scheme: 'qd20', officers: [] }],
      unknown: ['H77'],
      directoryPosition: (registered as { position: string }).position,
    });
    const appointment = { officer: 'cv.01', displayName: 'Chuyên viên', roles: ['Specialist'] };
    accepted(await operator.command(subjects.appointOfficer, { agency }, appointment));
    expect(accepted(await find()).agencies[0]?.officers).toEqual([appointment]);
  });

  it.each([
    ['agency', 'parent-not-found', 'H99.66', { tier: 'commune', parent: 'H77' }],
    ['agency', 'agency-already-registered', 'H99.1', { tier: 'commune' }],
  ])('%s:%s', async (context, refused, agency, over) => {
    const body = { name: 'Tên khác', abbreviation: 'TK', ...over };
    const operator = province.officer('H99', 'Operator');
    expect(await operator.command(subjects.registerAgency, { agency }, body)).toEqual({
      ok: false,
      context,
      refused,
    });
  });

  it.each(['Z99', 'H26.', '...', '999'])('takes no agency by what is no code: %s', async (agency) => {
    const body = { name: 'Sở Lạ', abbreviation: 'SL', tier: 'province' };
    const operator = province.officer('H99', 'Operator');
    expect(await operator.command(subjects.registerAgency, { agency }, body)).toMatchObject({
      ...{ context: 'request', refused: 'malformed', errors: [{ pointer: '/target/agency' }] },
    });
  });

  it('lists after a position, and says when that is none of this store', async () => {
    const operator = province.officer('H99', 'Operator');
    const list = (after: string) => operator.queryOnce(subjects.listAgencies, {}, { limit: 1, after });
    const head = await province.store.headPosition();
    const here = (commit: bigint) => positionToken({ storeId: province.storeId, commit });
    accepted(await list(here(head)));
    expect(await list(here(head + 1_000_000n))).toMatchObject({ refused: 'not-visible-yet' });
    expect(await list(`${randomUUID()}.1`)).toMatchObject({ refused: 'of-another-store' });
    expect(await list('1')).toMatchObject({ refused: 'malformed', errors: [{ pointer: '/body/after' }] });
  });
});
