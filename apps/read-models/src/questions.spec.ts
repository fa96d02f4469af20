import type { PageQuery } from '@contracts';
import { deliveryId } from '@domain/delivery';
import { Scribe } from '../../../test/flows/scribe';
import { answered, paged, ToldRows } from '../../../test/flows/told-rows';
import { closed, renamed } from '../../../test/flows/whole-exchange';
import { ContentAccessHandler, ContentAccessOf } from './content-access/content-access.query';
import { ControlSlipHandler, ControlSlipOf } from './control-slip/control-slip.query';
import { DayInNumbersHandler } from './day-in-numbers/day-in-numbers.query';
import { DocumentByParty, DocumentByPartyHandler } from './document-by-party/document-by-party.query';
import { DossierByParty, DossierByPartyHandler } from './dossier-desk/dossier-by-party.query';
import { ImportInNumbersHandler, ImportInNumbersOf } from './import-in-numbers/import-in-numbers.query';
import { InboxHandler, InboxOf } from './inbox/inbox.query';
import { IncomingRegisterHandler, IncomingRegisterOf } from './incoming-register/incoming-register.query';
import { OutboxHandler, OutboxOf } from './outbox/outbox.query';
import { OutgoingRegisterHandler, OutgoingRegisterOf } from './outgoing-register/outgoing-register.query';

const notFound = (context: string) => ({ ok: false, context, refused: 'not-found' });

const told = new ToldRows();
told.onDatabase({
  'the inbox': theInbox,
  'the outbox': theOutbox,
  'a document': aDocument,
  'the registers': theRegisters,
  dossiers: theDossiers,
  'dossiers of a closed agency': theSuccessionOfDossiers,
  content: theContent,
  'the day in numbers': theDay,
  'an import in numbers': anImport,
});

function theInbox(): void {
  const inbox = (agency: string, page: PageQuery = {}) =>
    new InboxHandler(told.reads, told.parties).execute(new InboxOf(agency, page));

  it('shows a document from its arrival on, with what became of it', async () => {
    const documentId = await told.scribe.issued('H99.1', ['H99.2', 'H99.3'], 'Về việc phòng chống bão');
    await told.projected();
    expect(answered(await inbox('H99.2'))).toEqual({ rows: [] });

    const arrivedAt = told.scribe.at;
    await told.scribe.arrive(documentId, 'H99.2');
    await told.projected();
    expect(answered(await inbox('H99.2'))).toEqual({
      rows: [
        {
          documentId,
          from: 'H99.1',
          symbol: '1/BC-H99-1',
          documentType: 'BC',
          subject: 'Về việc phòng chống bão',
          urgency: 'normal',
          state: 'Arrived',
          arrivedAt,
          overdue: false,
          changedAt: arrivedAt,
        },
      ],
    });
    await told.scribe.accept(documentId, 'H99.2');
    await told.scribe.process(documentId, 'H99.2');
    await told.scribe.arrive(documentId, 'H99.3');
    await told.scribe.refuse(documentId, 'H99.3');
    await told.projected();
    expect(answered(await inbox('H99.2')).rows).toMatchObject([
      { state: 'Completed', number: 1, bookYear: 2026, assignee: 'cv.02', arrivedAt },
    ]);
    expect(answered(await inbox('H99.3')).rows).toMatchObject([{ state: 'Refused' }]);
    expect(answered(await inbox('H99.1')).rows).toEqual([]);
  });

  it('pages from the newest arrival back, also when arrivals share an instant', async () => {
    const documents: string[] = [];
    for (let i = 0; i < 5; i++) documents.push(await told.scribe.issued('H99.1', ['H99.2']));
    const frozen = new Scribe(told.chronicle, Date.parse(told.scribe.at));
    for (const documentId of documents.slice(0, 3)) await frozen.arrive(documentId, 'H99.2');
    const again = new Scribe(told.chronicle, Date.parse(told.scribe.at));
    for (const documentId of documents.slice(3)) await again.arrive(documentId, 'H99.2');
    await told.projected();
    const rows = await paged((page) => inbox('H99.2', page));
    expect(rows.map(({ documentId }) => documentId).sort()).toEqual([...documents].sort());
    const arrivals = rows.map(({ arrivedAt }) => arrivedAt);
    expect(arrivals).toEqual([...arrivals].sort().reverse());
  });

  it('refuses a cursor that is none', async () =>
    expect(await inbox('H99.2', { cursor: 'H26' })).toMatchObject({
      context: 'request',
      refused: 'malformed',
      errors: [{ pointer: '/body/cursor' }],
    }));
}

function theOutbox(): void {
  const outbox = (agency: string, page: PageQuery = {}) =>
    new OutboxHandler(told.reads, told.parties).execute(new OutboxOf(agency, page));

  it('shows every state of a document, and its deliveries from the issue on', async () => {
    const numbered = await told.scribe.numbered('H99.1');
    const issued = await told.scribe.numbered('H99.1');
    await told.scribe.issue(issued, 'H99.1', ['H99.2', 'H99.3', 'H99.4']);
    const sent = await told.scribe.issued('H99.1', ['H99.2', 'H99.3', 'H99.4']);
    for (const to of ['H99.2', 'H99.3', 'H99.4']) await told.scribe.arrive(sent, to);
    await told.scribe.refuse(sent, 'H99.3');
    await told.scribe.accept(sent, 'H99.4');
    await told.scribe.process(sent, 'H99.4');
    await told.projected();
    expect(answered(await outbox('H99.1')).rows).toMatchObject([
      { documentId: sent, state: 'Issued', deliveries: { Arrived: 1, Refused: 1, Completed: 1 } },
      { documentId: issued, state: 'Issued', symbol: '2/BC-H99-1', deliveries: { Queued: 3 } },
      { documentId: numbered, state: 'Numbered', symbol: '1/BC-H99-1', deliveries: {} },
    ]);
    expect(await paged((page) => outbox('H99.1', page))).toHaveLength(3);
    expect(answered(await outbox('H99.2')).rows).toEqual([]);
  });
}

function aDocument(): void {
  const document = (documentId: string, agency: string, page: PageQuery = {}) =>
    new DocumentByPartyHandler(told.reads, told.parties, told.clock, told.terms).execute(
      new DocumentByParty(documentId, agency, page),
    );

  it('is seen by its sender with every delivery, by a recipient with its own, by nobody else', async () => {
    const documentId = await told.scribe.issued('H99.1', ['H99.2', 'H99.3']);
    await told.projected();
    expect(await document(documentId, 'H99.2')).toEqual(notFound('document'));
    await told.scribe.arrive(documentId, 'H99.2');
    const refusedAt = told.scribe.at;
    await told.scribe.refuse(documentId, 'H99.2', 'Thiếu phụ lục');
    await told.projected();

    const sent = answered(await document(documentId, 'H99.1'));
    expect(sent).toMatchObject({
      agency: 'H99.1',
      state: 'Issued',
      number: 1,
      bookYear: 2026,
      symbol: '1/BC-H99-1',
    });
    expect(sent.contents).toEqual([
      { sha256: 'ab'.repeat(32), size: 7, mediaType: 'application/pdf', name: 'báo cáo.pdf' },
    ]);
    const queued = { fact: 'DeliveryRequested', state: 'Queued', at: sent.issuedAt };
    const refusal = { officer: 'vt.02', reasonCode: 'mis-sent', reason: 'Thiếu phụ lục' };
    const [refused, waiting] = sent.deliveries;
    expect(refused).toEqual({
      agency: 'H99.2',
      state: 'Refused',
      since: refusedAt,
      overdue: false,
      arrivedAt: expect.any(String),
      refusal: { ...refusal, at: refusedAt },
      silences: [],
      history: [
        queued,
        { fact: 'DocumentArrived', state: 'Arrived', statusCode: '01', at: refused?.arrivedAt },
        { fact: 'ReceiptRefused', state: 'Refused', statusCode: '02', at: refusedAt, ...refusal },
      ],
    });
    expect(waiting).toEqual({
      agency: 'H99.3',
      state: 'Queued',
      since: sent.issuedAt,
      overdue: false,
      awaiting: { from: 'H99.3', what: 'arrival', dueAt: expect.any(String) },
      silences: [],
      history: [queued],
    });
    expect(answered(await document(documentId, 'H99.2')).deliveries).toEqual([sent.deliveries[0]]);
    expect(await document(documentId, 'H99.3')).toEqual(notFound('document'));
    expect(await document(documentId, 'H99.4')).toEqual(notFound('document'));
  });

  it('tells the whole way of a delivery in the status codes of the axis', async () => {
    const documentId = await told.scribe.issued('H99.1', ['H99.2']);
    await told.scribe.arrive(documentId, 'H99.2');
    await told.scribe.accept(documentId, 'H99.2');
    await told.scribe.process(documentId, 'H99.2', 'Đã xử lý xong');
    await told.projected();
    const [delivery] = answered(await document(documentId, 'H99.2')).deliveries;
    expect(delivery?.history.map(({ statusCode, state }) => [statusCode, state])).toEqual([
      [undefined, 'Queued'],
      ['01', 'Arrived'],
      ['03', 'Accepted'],
      ['04', 'Assigned'],
      ['05', 'InProcess'],
      ['06', 'Completed'],
    ]);
    expect(delivery?.history.slice(2)).toMatchObject([
      { number: 1 },
      { officer: 'ld.02', assignee: 'cv.02' },
      { officer: 'cv.02' },
      { result: 'Đã xử lý xong' },
    ]);
  });

  it('of a draft is seen by its agency only, without deliveries', async () => {
    const documentId = await told.scribe.numbered('H99.1');
    await told.projected();
    expect(answered(await document(documentId, 'H99.1'))).toMatchObject({
      state: 'Numbered',
      deliveries: [],
    });
    expect(await document(documentId, 'H99.2')).toEqual(notFound('document'));
  });

  it('to many agencies pages its deliveries by agency', async () => {
    const recipients = Array.from({ length: 250 }, (_, i) => `H99.${i + 100}`);
    const documentId = await told.scribe.issued('H99.1', recipients);
    await told.projected();
    const seen: string[] = [];
    let page: PageQuery = { limit: 200 };
    for (;;) {
      const { deliveries, next } = answered(await document(documentId, 'H99.1', page));
      seen.push(...deliveries.map(({ agency }) => agency));
      if (next === undefined) break;
      page = { limit: 200, cursor: next };
    }
    expect(seen).toEqual(recipients);
  });
}

function theRegisters(): void {
  const incoming = (agency: string, year: number, page: PageQuery = {}) =>
    new IncomingRegisterHandler(told.reads).execute(new IncomingRegisterOf(agency, year, page));
  const outgoing = (agency: string, year: number, page: PageQuery = {}) =>
    new OutgoingRegisterHandler(told.reads).execute(new OutgoingRegisterOf(agency, year, page));

  it('show the incoming book in the order of its numbers, voided ones included', async () => {
    const documents = [];
    for (let i = 0; i < 3; i++) {
      const documentId = await told.scribe.issued('H99.1', ['H99.2'], `Văn bản ${i + 1}`);
      await told.scribe.arrive(documentId, 'H99.2');
      documents.push(documentId);
    }
    const [first, second, third] = documents as [string, string, string];
    await told.scribe.accept(first, 'H99.2');
    const key = deliveryId({ documentId: second, to: 'H99.2' });
    const numberedAt = told.scribe.at;
    await told.scribe.number('incoming', 'H99.2', key);
    await told.projected();
    const between = answered(await incoming('H99.2', 2026)).rows[1];
    expect(between).toMatchObject({ number: 2, numberedAt, documentId: second });
    expect(between).not.toHaveProperty('acceptedAt');

    await told.scribe.voided('incoming', 'H99.2', key, 'Văn bản bị từ chối');
    await told.scribe.accept(third, 'H99.2');
    await told.projected();
    const rows = await paged((page) => incoming('H99.2', 2026, page));
    expect(rows).toMatchObject([
      { number: 1, documentId: first, subject: 'Văn bản 1', receivedBy: 'vt.02', from: 'H99.1' },
      { number: 2, documentId: second, voided: 'Văn bản bị từ chối' },
      { number: 3, documentId: third, symbol: '3/BC-H99-1' },
    ]);
    expect(answered(await incoming('H99.2', 2025)).rows).toEqual([]);
    expect(answered(await incoming('H99.1', 2026)).rows).toEqual([]);
  });

  it('show the outgoing book with signer and recipients, voided numbers included', async () => {
    await told.scribe.issued('H99.1', ['H99.2', 'H99.3'], 'Quyết định');
    await told.scribe.number('outgoing', 'H99.1', 'a-document-that-was-never-numbered');
    await told.scribe.voided('outgoing', 'H99.1', 'a-document-that-was-never-numbered');
    await told.scribe.numbered('H99.1', 'Chưa phát hành');
    await told.projected();
    const rows = await paged((page) => outgoing('H99.1', 2026, page));
    expect(rows).toMatchObject([
      {
        number: 1,
        symbol: '1/BC-H99-1',
        signer: 'ld.01',
        recipients: ['H99.2', 'H99.3'],
        subject: 'Quyết định',
      },
      { number: 2, voided: 'Hủy số', recipients: [] },
      { number: 3, symbol: '3/BC-H99-1', recipients: [] },
    ]);
    expect(answered(await outgoing('H99.2', 2026)).rows).toEqual([]);
  });
}

function theDossiers(): void {
  const dossier = (dossierId: string, agency: string) =>
    new DossierByPartyHandler(told.reads, told.parties, told.names).execute(
      new DossierByParty(dossierId, agency),
    );
  const slip = (dossierId: string, agency: string, page: PageQuery = {}) =>
    new ControlSlipHandler(told.reads, told.parties, told.names).execute(
      new ControlSlipOf(dossierId, agency, page),
    );

  it('are seen by whoever ever held them or was offered them', async () => {
    const dossierId = await told.scribe.opened('H99');
    const { handoffId } = await told.scribe.offer(dossierId, 'H99', 'H99.4');
    await told.scribe.settle(dossierId, handoffId, 'H99.4', 'ReturnHandoff');
    const by = { by: 'H99', officer: 'mc.01' };
    await told.scribe.onDossier(dossierId, 'H99', { type: 'RecordActivity', ...by, activity: 'Xác minh' });
    const completion = {
      type: 'CompleteDossier',
      ...by,
      outcome: 'granted',
      endedAt: told.scribe.at,
    } as const;
    await told.scribe.onDossier(dossierId, 'H99', completion);
    await told.projected();
    for (const agency of ['H99', 'H99.4']) {
      const view = answered(await dossier(dossierId, agency));
      expect(view).toMatchObject({
        openedBy: 'H99',
        holder: 'H99',
        state: 'completed',
        activities: 1,
        outcome: 'granted',
      });
      expect(view).not.toHaveProperty('pendingHandoff');
      expect(answered(await slip(dossierId, agency)).rows).toHaveLength(1);
    }
    expect(await dossier(dossierId, 'H99.1')).toEqual(notFound('dossier'));
    expect(await slip(dossierId, 'H99.1')).toEqual(notFound('dossier'));
  });

  it('show on their control slip who gave and who took them, when and why', async () => {
    const dossierId = await told.scribe.opened('H99');
    const settlements = ['ReturnHandoff', 'RecallHandoff', 'AcceptHandoff'] as const;
    const at: string[] = [];
    for (const type of settlements) {
      const { handoffId } = await told.scribe.offer(dossierId, 'H99', 'H99.4');
      at.push(told.scribe.at);
      await told.scribe.settle(dossierId, handoffId, type === 'RecallHandoff' ? 'H99' : 'H99.4', type);
    }
    await told.scribe.offer(dossierId, 'H99.4', 'H99.1');
    await told.projected();
    const answer = answered(await slip(dossierId, 'H99.1'));
    expect(answer).toMatchObject({ openedBy: 'H99', holder: 'H99.4' });
    const settledReason = 'Không thuộc thẩm quyền';
    expect(answer.rows).toMatchObject([
      { row: 1, outcome: 'returned', giver: 'mc.01', settledBy: 'mc.02', settledAt: at[0], settledReason },
      { row: 2, outcome: 'recalled', settledBy: 'mc.02', settledAt: at[1], settledReason },
      { row: 3, outcome: 'accepted', taker: 'mc.02', settledAt: at[2], reason: 'Chuyển xử lý' },
      { row: 4, outcome: 'pending', from: 'H99.4', to: 'H99.1' },
    ]);
    const first = answered(await slip(dossierId, 'H99', { limit: 3 }));
    const rest = answered(await slip(dossierId, 'H99', { limit: 3, cursor: first.next as string }));
    expect([...first.rows, ...rest.rows]).toEqual(answer.rows);
  });
}

function theSuccessionOfDossiers(): void {
  const dossier = (dossierId: string, agency: string) =>
    new DossierByPartyHandler(told.reads, told.parties, told.names).execute(
      new DossierByParty(dossierId, agency),
    );
  const slip = (dossierId: string, agency: string) =>
    new ControlSlipHandler(told.reads, told.parties, told.names).execute(
      new ControlSlipOf(dossierId, agency, {}),
    );

  it('shows them to the successor from the day on, under the names of their days', async () => {
    for (const code of ['H99', 'H99.2', 'H99.3']) await told.scribe.register(code);
    const dossierId = await told.scribe.opened('H99');
    const { handoffId } = await told.scribe.offer(dossierId, 'H99', 'H99.2');
    await told.scribe.settle(dossierId, handoffId, 'H99.2', 'AcceptHandoff');
    await renamed(told.scribe, 'H99.3', 'Cơ quan mới', '2026-11-25');
    await closed(told.scribe, 'H99.2', 'H99.3', '2026-11-24');
    await told.projected();
    expect(await dossier(dossierId, 'H99.3')).toEqual(notFound('dossier'));
    told.now = '2026-11-24T00:00:00.000Z';
    const holder = { holder: 'H99.2', holderName: 'Cơ quan H99.2' };
    expect(answered(await dossier(dossierId, 'H99.3'))).toMatchObject({
      ...{ ...holder, forAgency: 'H99.2', openedByName: 'Cơ quan H99' },
      presentHolder: { agency: 'H99.3', name: 'Cơ quan H99.3' },
    });
    told.now = '2026-11-25T00:00:00.000Z';
    expect(answered(await dossier(dossierId, 'H99.3')).presentHolder).toEqual({
      ...{ agency: 'H99.3', name: 'Cơ quan mới' },
    });
    const own = answered(await dossier(dossierId, 'H99.2'));
    expect(own).toMatchObject(holder);
    expect(own).not.toHaveProperty('forAgency');
    expect(answered(await slip(dossierId, 'H99.3'))).toMatchObject({
      openedByName: 'Cơ quan H99',
      rows: [{ fromName: 'Cơ quan H99', toName: 'Cơ quan H99.2' }],
    });
  });
}

function theContent(): void {
  const access = (documentId: string, sha256: string, agency: string) =>
    new ContentAccessHandler(told.reads, told.parties).execute(
      new ContentAccessOf(documentId, sha256, agency),
    );

  it('may be read by the agency whose draft names it, and by a recipient from the arrival on', async () => {
    const sha256 = 'cd'.repeat(32);
    const documentId = await told.scribe.issued('H99.1', ['H99.2', 'H99.3'], 'Có tệp', { sha256 });
    await told.scribe.arrive(documentId, 'H99.2');
    await told.projected();
    const answer = { mediaType: 'application/pdf', name: 'báo cáo.pdf', size: 7 };
    expect(await access(documentId, sha256, 'H99.1')).toEqual({ ok: true, answer });
    expect(await access(documentId, sha256, 'H99.2')).toEqual({ ok: true, answer });
    for (const agency of ['H99.3', 'H99.4'])
      expect(await access(documentId, sha256, agency)).toEqual(notFound('content'));
    expect(await access(documentId, 'ef'.repeat(32), 'H99.1')).toEqual(notFound('content'));
  });

  it('is called what its own document calls it, whoever else has the same bytes', async () => {
    const sha256 = 'cd'.repeat(32);
    const part = { sha256, size: 7, mediaType: 'application/pdf', name: 'tờ trình.pdf' };
    const others = { sha256, mediaType: 'text/html', name: 'trang.html' };
    const issued = (agency: string, named: object) =>
      told.scribe.issued(agency, ['H99.3'], 'Cùng một tệp', named);
    const before = await issued('H99.2', others);
    const documentId = await issued('H99.1', part);
    const after = await issued('H99.2', others);
    for (const each of [before, documentId, after]) await told.scribe.arrive(each, 'H99.3');
    await told.projected();
    const { name, mediaType, size } = part;
    for (const agency of ['H99.1', 'H99.3'])
      expect(await access(documentId, sha256, agency)).toEqual({
        ok: true,
        answer: { name, mediaType, size },
      });
    for (const each of [before, after]) {
      expect(await access(each, sha256, 'H99.1')).toEqual(notFound('content'));
      expect(await access(each, sha256, 'H99.3')).toMatchObject({ answer: { name: others.name } });
    }
  });
}

function theDay(): void {
  it('counts what stands where', async () => {
    for (const code of ['H99', 'H99.1', 'H99.2']) await told.scribe.register(code);
    await told.scribe.numbered('H99.1');
    const documentId = await told.scribe.issued('H99.1', ['H99.2', 'H99.3', 'H99.4']);
    await told.scribe.arrive(documentId, 'H99.2');
    await told.scribe.accept(documentId, 'H99.2');
    await told.scribe.process(documentId, 'H99.2');
    await told.scribe.arrive(documentId, 'H99.3');
    await told.scribe.refuse(documentId, 'H99.3');
    const dossierId = await told.scribe.opened('H99');
    const { handoffId } = await told.scribe.offer(dossierId, 'H99', 'H99.1');
    await told.scribe.settle(dossierId, handoffId, 'H99.1', 'ReturnHandoff');
    const by = { by: 'H99', officer: 'mc.01' };
    await told.scribe.onDossier(dossierId, 'H99', { type: 'RecordActivity', ...by, activity: 'Xác minh' });
    const pending = await told.scribe.opened('H99');
    await told.scribe.offer(pending, 'H99', 'H99.1');
    await told.projected();
    expect(answered(await new DayInNumbersHandler(told.reads).execute())).toEqual({
      agencies: 3,
      documents: { Numbered: 1, Issued: 1 },
      deliveries: { Queued: 1, Refused: 1, Completed: 1 },
      dossiers: { held: 1, offered: 1 },
      handoffs: { returned: 1, pending: 1 },
      activities: 1,
    });
  });
}

function anImport(): void {
  const sha256 = 'c0'.repeat(32);
  const asked = (hash = sha256) =>
    new ImportInNumbersHandler(told.reads).execute(new ImportInNumbersOf(hash));

  /** Everything written from here on comes out of a file of that name; the name does not matter. */
  const importedAs = (name: string, from: number): Promise<void> =>
    told.projected((event, index) =>
      index < from ? event : { ...event, metadata: { ...event.metadata, importedFrom: `${name}#${sha256}` } },
    );

  const complete = (dossierId: string, endedAt: string) => {
    const by = { by: 'H99', officer: 'mc.01' };
    const completion = { type: 'CompleteDossier', ...by, outcome: 'other', endedAt } as const;
    return told.scribe.onDossier(dossierId, 'H99', completion);
  };

  it('counts what came out of one file, and what of it ended in time', async () => {
    const dueAt = '2026-12-01T00:00:00.000Z';
    await complete(await told.scribe.opened('H99', dueAt), dueAt);
    const native = told.chronicle.events.length;
    await told.scribe.register('H99');
    await told.scribe.appoint('H99', 'mc.01');
    for (const endedAt of ['2026-11-30T00:00:00.000Z', dueAt, '2026-12-01T00:00:00.001Z']) {
      await complete(await told.scribe.opened('H99', dueAt), endedAt);
    }
    await complete(await told.scribe.opened('H99'), '2026-11-01T00:00:00.000Z');
    const dossierId = await told.scribe.opened('H99');
    for (const type of ['ReturnHandoff', 'AcceptHandoff'] as const) {
      const { handoffId } = await told.scribe.offer(dossierId, 'H99', 'H99.1');
      await told.scribe.settle(dossierId, handoffId, 'H99.1', type);
    }
    const by = { by: 'H99.1', officer: 'mc.02' };
    await told.scribe.onDossier(dossierId, 'H99.1', { type: 'RecordActivity', ...by, activity: 'Xác minh' });
    await importedAs('nhật ký #1.csv', native);
    expect(answered(await asked())).toEqual({
      sha256,
      agencies: 1,
      officers: 1,
      dossiers: 5,
      channels: { counter: 5 },
      handoffs: 1,
      activities: 1,
      ended: 4,
      endedOnTime: 2,
    });
  });

  it('is unknown when nothing came out of that file', async () => {
    await told.scribe.opened('H99');
    await told.projected();
    expect(await asked()).toEqual(notFound('import'));
  });
}
