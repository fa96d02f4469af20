import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transact } from '@adapters/event-store';
import type { OperationName } from '@contracts';
import { bookSeries, type ContentPart, localDate, localYear, type Role } from '@domain/codes';
import type { Schema } from '@domain/decider';
import { delivery, type DeliveryCommand, deliveryStream } from '@domain/delivery';
import { type Holder, issue, issueAuthority, sha256Of } from '../signing/authority';
import { makeCms } from '../signing/cms-maker';
import { makePdf, signPdf } from '../signing/pdf-maker';
import { Clerks } from './clerks';
import { DossierBodies, type SealedDocument } from './dossier-bodies';
import { bodyOf, Edge } from './edge';
import { LinkedBodies } from './linked-bodies';
import { officerId, type Province, type ProvinceOptions, startProvince } from './province';
import { calendarTwins } from './valid-calendar';
import { noticeTwins } from './valid-notices';
import { procedureTwins } from './valid-procedures';
import { systemTwins } from './valid-systems';
import { webhookTwins } from './valid-webhooks';

/** One command that is accepted: who sends what to where. */
export interface Twin {
  readonly agency: string;
  readonly role: Role;
  readonly path: string;
  readonly body: object;
  /** What it is about came by no document of the house, so that there is nothing to audit. */
  readonly fromOutside?: true;
}
/** Brings about an object in the state the command is for; every call another one, all of them alike. */
export type Twins = () => Promise<Twin>;
type Table = Readonly<Partial<Record<OperationName, readonly Twins[]>>>;

/** A version that no program knows. */
export const plantedFact = 'SecretDocumentRefused.v99';

const from = 'H99.1';
const to = 'H99.2';
/** Its mail waits for a carrier. */
const carried = 'H99.4';
const now = () => new Date().toISOString();
const today = localDate(now());
const year = localYear(now());
const reason = { reason: 'Lý do thử nghiệm' };
const someone = {
  kind: 'citizen',
  name: 'Trần Thị Thử Nghiệm',
  birthDate: '1988-02-29',
  address: 'Xã Bình An',
  phone: '0912345678',
  email: 'thu.nghiem@example.vn',
};
const failure = { reasonCode: 'timeout', ...reason };
const decided = { effectiveDate: today, legalBasis: '15/NQ-HĐND' };

interface Signers {
  readonly person: Holder;
  /** Of its seal. */
  readonly agency: Holder;
}

/** The whole house with one valid body, all of its fields given, of every command; some need several bodies. */
export class ValidBodies {
  readonly clerks: Clerks;
  private readonly staged: DossierBodies;
  private readonly linked: LinkedBodies;
  private count = 0;
  /** Counted apart: a question that makes one moves no other number. */
  private procedureCount = 0;
  private dayCount = 0;
  private bookCount = 0;
  /** Documents that drafts refer to; referring leaves them as they are. */
  private readonly kept = new Map<string, Promise<string>>();
  private readonly parts = new Map<string, Promise<ContentPart>>();

  private constructor(
    readonly province: Province,
    readonly edge: Edge,
    private readonly signers: Signers & { readonly centre: Signers },
  ) {
    this.clerks = new Clerks(province, edge);
    this.staged = new DossierBodies(this.clerks, province, (of) => this.sealedDocument(of));
    this.linked = new LinkedBodies(this.clerks, province, this.staged);
  }

  static async start(over: Pick<ProvinceOptions, 'hasAccounts'> = {}): Promise<ValidBodies> {
    const day = 86_400_000;
    const life = (before: number, after: number) => ({
      notBefore: new Date(Date.now() - before * day).toISOString(),
      notAfter: new Date(Date.now() + after * day).toISOString(),
    });
    const root = await issueAuthority({ name: 'CN=Root of the test', ...life(60, 900) });
    const person = await issue({ name: 'CN=Nguyễn Văn Mẫu', ...life(30, 365) }, root);
    const agency = await issue({ name: 'CN=Sở Tài chính', ...life(30, 365) }, root);
    const centre = {
      person: await issue({ name: 'CN=Trần Văn Thử', ...life(30, 365) }, root),
      agency: await issue({ name: 'CN=Trung tâm', ...life(30, 365) }, root),
    };
    const folder = await mkdtemp(join(tmpdir(), 'trust-roots-'));
    await writeFile(join(folder, 'root.cer'), root.der);
    const province = await startProvince({
      services: ['directory', 'exchange', 'dossiers', 'read-models', 'bus', 'audit'],
      settings: {
        LIENTHONG_PORT: '0',
        LIENTHONG_CARRIED_AGENCIES: carried,
        LIENTHONG_TRUST_ROOTS: folder,
      },
      ...over,
    });
    await province.found();
    const bodies = new ValidBodies(province, await Edge.start(province.context), { person, agency, centre });
    for (const [whose, signers] of [
      [from, { person, agency }],
      ['H99', centre],
    ] as const) {
      const certificates = `/agencies/${whose}/certificates`;
      const officer = officerId('Leader', whose);
      await bodies.operate(certificates, { certificate: signers.person.sha256, officer });
      await bodies.operate(certificates, { certificate: signers.agency.sha256 });
    }
    return bodies;
  }

  async stop(): Promise<void> {
    await this.edge.stop();
    await this.province.stop();
  }

  get table(): Table {
    return {
      draftDocument: this.drafts(),
      ...this.atTheDraft(),
      ...this.beforeIssue(),
      ...this.afterIssue(),
      ...this.atOneRecipient(),
      ...this.processing(),
      ...this.answering(),
      ...this.carrying(),
      ...this.onPaper(),
      ...this.dossiers(),
      ...this.applicants(),
      ...this.staged.table,
      ...this.linked.table,
      ...this.agencies(),
      ...this.officers(),
      ...this.procedures(),
      ...this.calendar(),
      ...systemTwins((agency, role, path, body) => this.clerks.act(agency, role, path, { ...body }), from),
      ...this.lendings(),
      ...this.webhooks(),
      ...this.notices(),
      ...this.operations(),
    };
  }

  private operations(): Table {
    const program = { program: 'read-models' };
    const at = (path: string, body: object): Twin => ({ agency: 'H99', role: 'Operator', path, body });
    return {
      replayParked: [
        async () =>
          at('/operations/parked/replay', { ...program, stream: 'register-odd', cursor: 'read-models' }),
      ],
      skipParked: [
        async () => {
          const eventId = await this.parkedFact();
          return at('/operations/parked/skip', { service: 'read-models', ...program, eventId, ...reason });
        },
      ],
    };
  }

  /** One that the read models cannot read and nobody else follows. */
  private async parkedFact(): Promise<string> {
    const id = randomUUID();
    const fact = { id, type: plantedFact, data: { at: now() }, schema: {} as Schema, metadata: {} as never };
    await this.province.store.append(`secrecy-${from}.odd${++this.count}`, [fact], 'absent');
    const operator = await this.edge.as('H99', 'Operator');
    for (;;) {
      const page = await operator.get<{ rows: readonly { eventId: string }[] }>(
        '/operations/parked?limit=100',
      );
      if (bodyOf(page).rows.some(({ eventId }) => eventId === id)) return id;
    }
  }

  private operate(path: string, body: object = {}) {
    return this.clerks.act<{ delegationId: string; lendingId: string }>(
      'H99',
      'Operator',
      path,
      body as Record<string, unknown>,
    );
  }

  private once(name: string, make: () => Promise<string>): Promise<string> {
    const made = this.kept.get(name) ?? make();
    this.kept.set(name, made);
    return made;
  }

  /** A file that many documents name. */
  private part(agency: string): Promise<ContentPart> {
    const uploaded = this.parts.get(agency) ?? this.province.upload(agency);
    this.parts.set(agency, uploaded);
    return uploaded;
  }

  private async issued(agency: string, recipients: readonly string[], over: object = {}): Promise<string> {
    return this.clerks.issued(agency, recipients, { contents: [await this.part(agency)], ...over });
  }

  private async arrived(agency: string, recipient: string): Promise<string> {
    return this.clerks.arrived(agency, recipient, { contents: [await this.part(agency)] });
  }

  private async accepted(): Promise<string> {
    return this.clerks.accepted(from, to, { contents: [await this.part(from)] });
  }

  private async draft(documentType: string, over: object): Promise<Twin> {
    const contents = [await this.part(from)];
    const said = { documentType, subject: 'Về việc thử nghiệm', urgency: 'normal', contents };
    return { agency: from, role: 'Drafter', path: '/documents', body: { ...said, ...over } };
  }

  private async drafted(contents: readonly ContentPart[]): Promise<string> {
    const draft = { documentType: 'CV', subject: 'Về việc ký số', urgency: 'normal', contents };
    return (await this.clerks.act<{ documentId: string }>(from, 'Drafter', '/documents', draft)).documentId;
  }

  private async signed(contents: readonly ContentPart[]): Promise<string> {
    const documentId = await this.drafted(contents);
    await this.clerks.act(from, 'Leader', `/documents/${documentId}/signature`, {
      authority: 'head',
      position: 'Giám đốc',
    });
    return documentId;
  }

  /** Two ways to hand a signature over: beside the file, and inside of it. */
  private signatures(signer: Holder) {
    return [
      async () => {
        const file = `Công văn ${randomUUID()}`;
        const cms = Buffer.from(makeCms(Buffer.from(file), { signer, at: now() })).toString('base64');
        return { part: await this.province.upload(from, file), signature: { sha256: sha256Of(file), cms } };
      },
      async () => {
        const pdf = Buffer.from(signPdf(makePdf(`Cong van ${randomUUID()}`), { signer }));
        const sha256 = createHash('sha256').update(pdf).digest('hex');
        await (await this.edge.as(from, 'Drafter')).upload(sha256, pdf);
        const part = { sha256, size: pdf.length, mediaType: 'application/pdf', name: 'cong-van.pdf' };
        return { part, signature: { sha256, embedded: true } };
      },
    ];
  }

  /** Signed by a person and sealed, each with a signature that was verified. */
  private async sealedDocument(agency: string): Promise<SealedDocument> {
    const { clerks } = this;
    const file = `Giấy phép ${randomUUID()}`;
    const signatureOf = (signer: Holder) => ({
      sha256: sha256Of(file),
      cms: Buffer.from(makeCms(Buffer.from(file), { signer, at: now() })).toString('base64'),
    });
    const contents = [await this.province.upload(agency, file)];
    const draft = { documentType: 'CV', subject: 'Giấy phép xây dựng', urgency: 'normal', contents };
    const { documentId } = await clerks.act<{ documentId: string }>(agency, 'Drafter', '/documents', draft);
    const path = `/documents/${documentId}`;
    const signing = {
      authority: 'head',
      position: 'Giám đốc',
      signatures: [signatureOf(this.signers.centre.person)],
    };
    await clerks.act(agency, 'Leader', `${path}/signature`, signing);
    const { symbol } = await clerks.act<{ symbol: string }>(agency, 'Clerk', `${path}/number`);
    await clerks.act(agency, 'Clerk', `${path}/seal`, {
      signatures: [signatureOf(this.signers.centre.agency)],
    });
    return { documentId, sha256: sha256Of(file), certificate: this.signers.centre.person.sha256, symbol };
  }

  private drafts() {
    const issuedOf = (documentType: string) =>
      this.once(`issued ${documentType}`, () => this.issued(from, [to], { documentType }));
    return [
      async () =>
        this.draft('CV', {
          dueDate: '2027-01-15',
          paperFollows: true,
          responseFor: [await this.once('came', () => this.arrived(to, from))],
          distribution: ['Như trên', 'Lưu: VT'],
          pageAmount: 2,
          draftingUnit: 'TTĐT',
          secrecy: 'none',
          corrects: await issuedOf('CV'),
        }),
      async () => this.draft('QD', { replaces: await issuedOf('QD') }),
      () => this.draft('QD', { copyOf: { kind: 'SY', symbol: '15/QĐ-UBND', agency: 'H99' } }),
    ];
  }

  private atTheDraft(): Table {
    const own = { agency: from, role: 'Leader' } as const;
    const drafted = async () => `/documents/${await this.drafted([await this.part(from)])}`;
    return {
      correctDraft: this.drafts().map((draft) => async () => ({
        ...(await draft()),
        path: `${await drafted()}/draft-correction`,
      })),
      handOverDesk: [
        async () => {
          const documentId = await this.accepted();
          const officer = officerId('Specialist', to);
          const assignment = { assignee: officer };
          await this.clerks.act(to, 'Leader', `/inbox/${documentId}/assignment`, assignment);
          const dossiers = [await this.staged.assigned(to, officer)];
          const deskLendings = [await this.lent(to, officer)];
          const list = { documents: [documentId], dossiers, deskLendings };
          const body = { to: officerId('Leader', to), ...list, ...reason };
          return { agency: to, role: 'Leader', path: `/desks/${officer}/handover`, body };
        },
      ],
      takeOverDesk: [
        async () => {
          const [officer, heir] = [officerId('Specialist', to), officerId('Leader', to)];
          const list = { to: heir, dossiers: [await this.staged.assigned(to, officer)], ...reason };
          const path = `/desks/${officer}/handover`;
          const { handoverId } = await this.clerks.act<{ handoverId: string }>(to, 'Leader', path, list);
          return { agency: to, role: 'Leader', path: `/desk-handovers/${handoverId}/acceptance`, body: {} };
        },
      ],
      returnDraft: [
        async () => ({ ...own, path: `${await drafted()}/draft-return`, body: { opinion: 'Sai thể thức' } }),
      ],
      discardDraft: [
        async () => ({
          ...own,
          path: `${await drafted()}/draft-discard`,
          body: reason,
        }),
      ],
    };
  }

  private beforeIssue(): Table {
    const own = { agency: from, role: 'Clerk' } as const;
    const { clerks } = this;
    const registered = async () => clerks.registered(from, { contents: [await this.part(from)] });
    const position = { authority: 'head', position: 'Giám đốc' };
    return {
      signDocument: this.signatures(this.signers.person).map((sign) => async () => {
        const { part, signature } = await sign();
        const path = `/documents/${await this.drafted([part])}/signature`;
        return { ...own, role: 'Leader' as const, path, body: { ...position, signatures: [signature] } };
      }),
      numberDocument: [
        async () => {
          const documentId = await this.signed([await this.part(from)]);
          return { ...own, path: `/documents/${documentId}/number`, body: {} };
        },
      ],
      sealDocument: this.signatures(this.signers.agency).map((sign) => async () => {
        const { part, signature } = await sign();
        const path = `/documents/${await this.signed([part])}`;
        await clerks.act(from, 'Clerk', `${path}/number`);
        return { ...own, path: `${path}/seal`, body: { signatures: [signature] } };
      }),
      registerDocument: [
        async () => {
          const path = `/documents/${await this.signed([await this.part(from)])}`;
          await clerks.act(from, 'Clerk', `${path}/number`);
          await clerks.act(from, 'Clerk', `${path}/seal`);
          const body = { filedBy: 'Văn phòng', copies: 2, note: 'Bản giấy lưu kho' };
          return { ...own, path: `${path}/registration`, body };
        },
      ],
      issueDocument: [
        async () => ({
          ...own,
          path: `/documents/${await registered()}/issue`,
          body: { recipients: [to, carried] },
        }),
      ],
      voidNumber: [
        async () => ({
          ...own,
          path: `/documents/${await registered()}/number-void`,
          body: { approvedBy: officerId('Leader', from), ...reason },
        }),
      ],
    };
  }

  private afterIssue(): Table {
    const { clerks } = this;
    const own = { agency: from, role: 'Leader' } as const;
    return {
      orderRecall: [
        async () => {
          const path = `/documents/${await this.arrived(from, to)}/recall`;
          return { ...own, path, body: { ...reason, recipients: [to] } };
        },
      ],
      withdrawRecallOrder: [
        async () => {
          const path = `/documents/${await this.arrived(from, to)}`;
          await clerks.act(from, 'Leader', `${path}/recall`, reason);
          return { ...own, path: `${path}/recall-withdrawal`, body: reason };
        },
      ],
      updateDocument: [
        async () => {
          const documentId = await this.issued(from, [to, 'H99.3']);
          const changes = { subject: 'Trích yếu mới', urgency: 'urgent', dueDate: '2027-01-15' };
          const body = { ...reason, ...changes, addRecipients: [carried], removeRecipients: ['H99.3'] };
          return { ...own, role: 'Clerk' as const, path: `/documents/${documentId}/update`, body };
        },
      ],
    };
  }

  /** Issued to somebody whose carrier has not come yet. */
  private async queued(): Promise<string> {
    const documentId = await this.issued(from, [carried]);
    await this.province.waitFor(deliveryStream({ documentId, to: carried }), 'DeliveryRequested');
    return documentId;
  }

  private async askedBack(): Promise<string> {
    const documentId = await this.arrived(from, to);
    await this.clerks.act(from, 'Clerk', `/documents/${documentId}/deliveries/${to}/take-back`, reason);
    return documentId;
  }

  private atOneRecipient(): Table {
    const { clerks } = this;
    const at = (documentId: string, agency: string, what: string, body: object, role: Role = 'Clerk') => ({
      agency: from,
      role,
      path: `/documents/${documentId}/deliveries/${agency}/${what}`,
      body,
    });
    return {
      cancelDelivery: [async () => at(await this.queued(), carried, 'cancellation', reason)],
      retryDelivery: [
        async () => {
          const documentId = await this.queued();
          await clerks.tell(documentId, carried, 'failure', failure);
          return at(documentId, carried, 'retry', {});
        },
      ],
      takeBack: [async () => at(await this.arrived(from, to), to, 'take-back', reason)],
      withdrawTakeBack: [async () => at(await this.askedBack(), to, 'take-back-withdrawal', reason)],
      closeRecallDispute: [
        async () => {
          const documentId = await this.askedBack();
          await clerks.act(to, 'Clerk', `/inbox/${documentId}/recall-refusal`, reason);
          const body = { outcome: 'kept', decision: '12/TB-UBND' };
          return at(documentId, to, 'dispute-closing', body, 'Leader');
        },
      ],
    };
  }

  private came(documentId: string, what: string, body: object, role: Role = 'Clerk'): Twin {
    return { agency: to, role, path: `/inbox/${documentId}/${what}`, body };
  }

  private async assigned(): Promise<string> {
    const documentId = await this.accepted();
    const assignee = officerId('Specialist', to);
    await this.clerks.act(to, 'Leader', `/inbox/${documentId}/assignment`, { assignee });
    return documentId;
  }

  private processing(): Table {
    const { clerks } = this;
    const assignment = {
      assignee: officerId('Specialist', to),
      coordinating: [officerId('Leader', to)],
      opinion: 'Tham mưu trả lời\nBáo cáo lãnh đạo',
      dueDate: '2027-01-15',
    };
    return {
      refuseReceipt: [
        async () => this.came(await this.arrived(from, to), 'refusal', { reasonCode: 'mis-sent', ...reason }),
      ],
      acceptReceipt: [async () => this.came(await this.arrived(from, to), 'receipt', {})],
      assignProcessing: [async () => this.came(await this.accepted(), 'assignment', assignment, 'Leader')],
      reassignProcessing: [
        async () => this.came(await this.assigned(), 'reassignment', { ...assignment, ...reason }, 'Leader'),
      ],
      startProcessing: [async () => this.came(await this.assigned(), 'start', {}, 'Specialist')],
      completeProcessing: [
        async () => {
          const documentId = await this.assigned();
          await clerks.act(to, 'Specialist', `/inbox/${documentId}/start`);
          const reply = await this.issued(to, [from], { responseFor: [documentId] });
          return this.came(documentId, 'completion', { result: 'Đã trả lời', reply }, 'Specialist');
        },
      ],
    };
  }

  /** What looks like another one that came earlier. */
  private async suspected(): Promise<string> {
    const documentId = await this.accepted();
    const { events } = await this.province.store.readStream(deliveryStream({ documentId, to }), { max: 1 });
    const [first] = events;
    if (first === undefined) throw new Error(`nothing came of ${documentId}`);
    const again = randomUUID();
    const stream = deliveryStream({ documentId: again, to });
    const request = { ...(first.data as object), type: 'RequestDelivery', documentId: again };
    const meta = { ...first.metadata, commandId: randomUUID() };
    await transact(this.province.store, delivery, stream, request as DeliveryCommand & { at: string }, meta);
    await this.province.waitFor(stream, 'DuplicateSuspected');
    return again;
  }

  private async updated(): Promise<string> {
    const documentId = await this.accepted();
    await this.clerks.act(from, 'Clerk', `/documents/${documentId}/update`, { ...reason, subject: 'Mới' });
    await this.province.waitFor(deliveryStream({ documentId, to }), 'UpdateRequested');
    return documentId;
  }

  private answering(): Table {
    return {
      decideDuplicate: [
        async () => ({
          ...this.came(await this.suspected(), 'duplicate-decision', { isDuplicate: false, ...reason }),
          fromOutside: true as const,
        }),
      ],
      agreeToRecall: [async () => this.came(await this.askedBack(), 'recall-agreement', {})],
      refuseRecall: [async () => this.came(await this.askedBack(), 'recall-refusal', reason)],
      agreeToUpdate: [async () => this.came(await this.updated(), 'update-agreement', {})],
      refuseUpdate: [async () => this.came(await this.updated(), 'update-refusal', reason)],
    };
  }

  private carrying(): Table {
    const told = async (what: string, body: object): Promise<Twin> => ({
      agency: 'H99',
      role: 'AxisAdapter',
      path: `/carrier/deliveries/${await this.queued()}/${carried}/${what}`,
      body,
    });
    return {
      recordDispatch: [() => told('dispatch', { carrier: 'axis', carrierId: '77' })],
      recordAttemptFailure: [() => told('attempt-failure', { attempt: 1, ...failure })],
      recordFailure: [() => told('failure', failure)],
      recordArrival: [() => told('arrival', {})],
      recordStatus: [
        async () => {
          const said = { officer: 'vt.xa', reasonCode: 'mis-sent', description: 'Không đúng thẩm quyền' };
          const twin = await told('status', { statusCode: '02', toldAt: now(), ...said });
          const [, documentId = ''] = /deliveries\/([^/]+)/.exec(twin.path) ?? [];
          await this.clerks.tell(documentId, carried, 'arrival');
          return twin;
        },
      ],
    };
  }

  /** Another book each time, of a series that no other command takes a number of. */
  private opening(): Promise<Twin> {
    const unused = bookSeries.filter((each) => each.startsWith('outgoingqp'));
    const agencies = ['H99', from, to, carried];
    const [series = '', turn] = [
      unused[this.bookCount % unused.length],
      Math.floor(this.bookCount / unused.length),
    ];
    this.bookCount += 1;
    const agency = agencies[turn % agencies.length] as string;
    const body = { series, nextNumber: 1_846 };
    return Promise.resolve({ agency, role: 'Leader', path: `/registers/openings/${year}`, body });
  }

  private onPaper(): Table {
    const own = { agency: from, role: 'Clerk' } as const;
    const books = {
      outgoing: {
        documentType: 'CV',
        copyKind: 'SY',
        draftingUnit: 'TTĐT',
        documentDate: today,
        subject: 'Về việc khen thưởng',
        signer: 'Giám đốc',
        recipients: ['Công ty cổ phần A', 'Lưu: VT'],
        filedBy: 'Văn thư',
        copies: 3,
        note: 'Gửi qua bưu điện',
        secrecy: 'none',
      },
      incoming: {
        arrivedDate: today,
        sender: 'Công ty cổ phần B',
        symbol: '12/CV-CTB',
        documentDate: today,
        documentType: 'CV',
        subject: 'Đề nghị hỗ trợ',
        receiver: 'Phòng Hành chính',
        note: 'Bản giấy',
        secrecy: 'none',
      },
    };
    const entries = (book: keyof typeof books) => `/registers/${book}/${year}/paper-entries`;
    const recording = (book: keyof typeof books) => async () => ({
      ...own,
      path: entries(book),
      body: books[book],
    });
    const voiding = (book: keyof typeof books) => async () => {
      const { entryId } = await this.clerks.act<{ entryId: string }>(
        from,
        'Clerk',
        entries(book),
        books[book],
      );
      const body = { approvedBy: officerId('Leader', from), ...reason };
      return { ...own, path: `${entries(book)}/${entryId}/number-void`, body };
    };
    return {
      openBook: [() => this.opening()],
      recordOutgoingPaper: [recording('outgoing')],
      recordIncomingPaper: [recording('incoming')],
      voidOutgoingPaper: [voiding('outgoing')],
      voidIncomingPaper: [voiding('incoming')],
    };
  }

  private dossiers(): Table {
    const { clerks } = this;
    const plain = {
      // No code that a procedure of the catalogue gets.
      procedure: '1.000635',
      channel: 'counter',
      codes: [{ scheme: 'tt01-2018', value: '000.00.15.H51-230415-0007' }],
      startedAt: now(),
      dueAt: '2027-01-15T10:00:00.000Z',
    };
    const centre = { agency: 'H99', role: 'OneStopOfficer' } as const;
    const opening = async () => ({ ...plain, applicantRef: await this.applicant(someone) });
    const opened = async () => {
      const body = await opening();
      const { dossierId } = await clerks.act<{ dossierId: string }>('H99', centre.role, '/dossiers', body);
      return `/dossiers/${dossierId}`;
    };
    const offer = { to, reason: 'Thẩm định' };
    const offered = async (what: string, body: object, agency = to): Promise<Twin> => {
      const path = `${await opened()}/handoffs`;
      const { handoffId } = await clerks.act<{ handoffId: string }>('H99', centre.role, path, offer);
      return { agency, role: centre.role, path: `${path}/${handoffId}/${what}`, body };
    };
    return {
      openDossier: [async () => ({ ...centre, path: '/dossiers', body: await opening() })],
      offerHandoff: [async () => ({ ...centre, path: `${await opened()}/handoffs`, body: offer })],
      handOverDossiers: [
        async () => {
          const dossiers = [(await opened()).slice('/dossiers/'.length)];
          return { ...centre, path: '/hand-over-slips', body: { ...offer, dossiers } };
        },
      ],
      acceptHandoff: [() => offered('acceptance', {}), () => this.staged.answered(to)],
      returnHandoff: [() => offered('return', reason)],
      recallHandoff: [() => offered('recall', reason, 'H99')],
      recordActivity: [
        async () => {
          const body = { activity: 'Thẩm định hồ sơ', instance: 'HS-77' };
          return { ...centre, path: `${await opened()}/activities`, body };
        },
      ],
      completeDossier: [
        async () => {
          const body = { outcome: 'granted', endedAt: now() };
          return { ...centre, path: `${await opened()}/completion`, body };
        },
      ],
    };
  }

  private applicants(): Table {
    const agency = 'H99';
    const person = someone;
    const recorded = async () => `/applicants/${await this.applicant(person)}`;
    const legalBasis = 'Luật 91/2025/QH15';
    const numbered = () => ({ ...person, identityNumber: `H99-${randomUUID().slice(0, 12)}` });
    return {
      recordApplicant: [async () => ({ agency, role: 'Clerk', path: '/applicants', body: numbered() })],
      changeApplicant: [
        async () => ({ agency, role: 'Clerk', path: `${await recorded()}/changes`, body: numbered() }),
      ],
      eraseApplicant: [
        async () => ({ agency, role: 'Leader', path: `${await recorded()}/erasure`, body: { legalBasis } }),
      ],
    };
  }

  private async applicant(person: object): Promise<string> {
    const role = 'OneStopOfficer';
    return (await this.clerks.act<{ applicantRef: string }>('H99', role, '/applicants', { ...person }))
      .applicantRef;
  }

  private newCode(): string {
    return `H99.5${String((this.count += 1))}`;
  }

  private async founded(): Promise<string> {
    const code = this.newCode();
    await (
      await this.edge.as('H99', 'Operator')
    ).put(`/agencies/${code}`, {
      name: `Ủy ban nhân dân xã ${code}`,
      abbreviation: 'UBX',
      tier: 'commune',
      parent: 'H99',
    });
    return code;
  }

  private async staffed(): Promise<string> {
    const code = await this.founded();
    for (const [officer, role] of [
      ['ld.thu', 'Leader'],
      ['pct.thu', 'Leader'],
    ] as const) {
      await this.operate(`/agencies/${code}/officers`, { officer, displayName: 'Cán bộ', roles: [role] });
    }
    return code;
  }

  private agencies(): Table {
    const operator = { agency: 'H99', role: 'Operator' } as const;
    const at = (code: string, what: string, body: object) => ({
      ...operator,
      path: `/agencies/${code}/${what}`,
      body,
    });
    const named = { name: 'Ủy ban nhân dân phường Mới', abbreviation: 'UBP' };
    return {
      registerAgency: [
        async () => ({
          ...operator,
          path: `/agencies/${this.newCode()}`,
          body: { ...named, tier: 'commune', parent: 'H99' },
        }),
      ],
      renameAgency: [async () => at(await this.founded(), 'renaming', { ...decided, ...named })],
      moveAgency: [async () => at(await this.founded(), 'moving', { ...decided, parent: from })],
      closeAgency: [
        async () => at(await this.founded(), 'closing', { ...decided, how: 'merged', successors: ['H99.3'] }),
      ],
      mergeAgencies: [
        async () => {
          const predecessors = [await this.founded(), await this.founded()];
          const body = { ...decided, predecessors, successor: 'H99.3' };
          return { ...operator, path: '/agencies/mergers', body };
        },
      ],
      assignCode: [
        async () => {
          const agency = await this.founded();
          const value = `000.${agency.slice('H99.5'.length).padStart(2, '0')}.00.H99`;
          const during = { validFromDate: '2026-01-01', validToDate: '2026-12-31' };
          return at(agency, 'codes', { scheme: 'qcvn102', value, ...during });
        },
      ],
    };
  }

  private procedures(): Table {
    const newCode = () => `2.${String(++this.procedureCount).padStart(6, '0')}`;
    return procedureTwins(newCode, (path, body) => this.operate(path, body), [from, to]);
  }

  /** Sundays of many years: a weekly rest day may be told as a closure, and moves no deadline. */
  private calendar(): Table {
    return calendarTwins(
      () => this.newDay(),
      (path, body) => this.operate(path, body),
      from,
    );
  }

  private webhooks(): Table {
    return webhookTwins(this.province.store, from, (body) =>
      this.clerks.act(from, 'Leader', '/webhooks', { ...body }),
    );
  }

  private notices(): Table {
    return noticeTwins(from, (path, body) => this.clerks.act(from, 'Clerk', path, { ...body }));
  }

  private newDay(): string {
    const firstSunday = Date.parse('2028-01-02');
    const week = 7 * 86_400_000;
    return new Date(firstSunday + ++this.dayCount * week).toISOString().slice(0, 10);
  }

  /** The desk of an officer is lent to the leader for a day on which nothing else is. */
  private async lent(agency: string, officer: string): Promise<string> {
    const [leader, day] = [officerId('Leader', agency), this.newDay()];
    const { lendingId } = await this.operate(`/agencies/${agency}/desk-lendings`, {
      ...{ officer, cover: leader, givenBy: leader, legalBasis: '03/TB' },
      ...{ validFromDate: day, validToDate: day },
    });
    return lendingId;
  }

  private lendings(): Table {
    const at = (code: string, what: string, body: object) => ({
      agency: 'H99',
      role: 'Operator' as const,
      path: `/agencies/${code}/${what}`,
      body,
    });
    const lending = {
      officer: 'pct.thu',
      cover: 'ld.thu',
      givenBy: 'ld.thu',
      legalBasis: '03/TB-UBX',
      validFromDate: '2026-12-01',
      validToDate: '2026-12-05',
    };
    return {
      lendDesk: [async () => at(await this.staffed(), 'desk-lendings', lending)],
      endDeskLending: [
        async () => {
          const code = await this.staffed();
          const { lendingId } = await this.operate(`/agencies/${code}/desk-lendings`, lending);
          return at(code, `desk-lendings/${lendingId}/end`, reason);
        },
      ],
    };
  }

  private officers(): Table {
    const at = (code: string, what: string, body: object) => ({
      agency: 'H99',
      role: 'Operator' as const,
      path: `/agencies/${code}/${what}`,
      body,
    });
    const delegation = {
      officer: 'pct.thu',
      authority: 'KT',
      givenBy: 'ld.thu',
      legalBasis: '02/QĐ-UBX',
      validFromDate: '2026-01-01',
      validToDate: '2026-12-31',
    };
    const certificate = () => createHash('sha256').update(randomUUID()).digest('hex');
    return {
      appointOfficer: [
        async () => {
          const body = { officer: 'vt.thu', displayName: 'Nguyễn Văn Thư', roles: ['Clerk', 'Drafter'] };
          return at(await this.founded(), 'officers', body);
        },
      ],
      dismissOfficer: [async () => at(await this.staffed(), 'officers/pct.thu/dismissal', {})],
      delegateAuthority: [async () => at(await this.staffed(), 'delegations', delegation)],
      revokeDelegation: [
        async () => {
          const code = await this.staffed();
          const { delegationId } = await this.operate(`/agencies/${code}/delegations`, delegation);
          return at(code, `delegations/${delegationId}/revocation`, reason);
        },
      ],
      registerCertificate: [
        async () =>
          at(await this.staffed(), 'certificates', { certificate: certificate(), officer: 'ld.thu' }),
      ],
      withdrawCertificate: [
        async () => {
          const [code, sha256] = [await this.staffed(), certificate()];
          await this.operate(`/agencies/${code}/certificates`, { certificate: sha256 });
          return at(code, `certificates/${sha256}/withdrawal`, reason);
        },
      ],
    };
  }
}
