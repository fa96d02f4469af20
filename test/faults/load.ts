import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Caller, subjects } from '@contracts';
import { agencyStream } from '@domain/agency';
import { applicantStream } from '@domain/applicant';
import { localDate, localYear, type Role } from '@domain/codes';
import { deliveryStream } from '@domain/delivery';
import { documentStream } from '@domain/document';
import { dossierStream } from '@domain/dossier';
import { registerStream } from '@domain/register';
import { commandMeta, SystemClock } from '@runtime';
import { officerId, officerRoles, smallProvince } from '../flows/province';
import type { ClientLog } from './client-log';
import type { Answer, Command } from './command';
import type { FaultHouse } from './fault-house';
import { LinkedLoad, linkedProcedure } from './linked-load';

export interface LoadOptions {
  /** How many clients work at once. */
  readonly width: number;
  /** Agencies each document goes to. */
  readonly recipients?: number;
  /** Every document is also received by its recipients, and dossiers change hands between documents. */
  readonly whole?: boolean;
}

/** What one step of a document sends, and the fact it leaves there. */
interface Step extends Pick<Command, 'role' | 'operation' | 'body'> {
  readonly last: string;
  readonly fact: string;
  readonly begunIn?: readonly string[];
}

interface Answered {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: Record<string, string>;
}

const answerLimitMs = 15_000;
const retryMs = 100;
const agencies = smallProvince.map(({ code }) => code);

/** Clients at work over HTTP: each sends a command again, under its key, until it was answered. */
export class Load {
  /** Commands that were accepted, requests that had no answer, and documents that were issued. */
  accepted = 0;
  unanswered = 0;
  issued = 0;
  private stopping = new AbortController();
  private giveUp = new AbortController();
  private round = 0;
  private readonly linked = new LinkedLoad(this);

  constructor(
    private readonly house: FaultHouse,
    private readonly log: ClientLog,
  ) {}

  /**
   * Registers the agencies of a small province and an officer for each role in each, and issues a procedure: who comes
   * first is no officer.
   */
  async found(): Promise<void> {
    for (const { code, ...card } of smallProvince) {
      await this.untilDone('H99', 'Importer', 'PUT', `/agencies/${code}`, card);
      for (const role of officerRoles) {
        const officer = { officer: officerId(role, code), displayName: `${role} ${code}`, roles: [role] };
        await this.untilDone('H99', 'Importer', 'POST', `/agencies/${code}/officers`, officer);
      }
    }
    await this.untilDone('H99', 'Operator', 'POST', '/procedures', linkedProcedure);
  }

  /** Works until it is told to stop, then finishes what every client has begun. */
  async run({ width, recipients = 2, whole = true }: LoadOptions, documents = Infinity): Promise<void> {
    const client = async () => {
      while (!this.stopping.signal.aborted && this.round < documents) {
        const round = this.round++;
        if (whole && round % 6 === 5) await this.interlinked(round);
        else if (whole && round % 3 === 2) await this.dossier(round);
        else if (whole && round % 10 === 3) await this.appoint(round);
        else if (whole && round % 10 === 7) await this.merge(round);
        else await this.document(round, recipients, whole);
      }
    };
    await Promise.all(Array.from({ length: width }, client));
  }

  stop(): void {
    this.stopping.abort();
  }

  /** Clients that are killed: what they wait for stays unknown. */
  die(): void {
    this.stop();
    this.giveUp.abort();
  }

  /** After they died: clients may work again. */
  live(): void {
    this.stopping = new AbortController();
    this.giveUp = new AbortController();
  }

  /** Waits until so many more commands were accepted. */
  async gainsAnother(count: number): Promise<void> {
    const goal = this.accepted + count;
    while (this.accepted < goal) await pause(20);
  }

  async document(round: number, recipients: number, isReceived: boolean): Promise<void> {
    const agency = agencies[round % agencies.length] as string;
    const documentId = await this.signed(agency, `Văn bản số ${round}`);
    await this.number(agency, documentId);
    if (isReceived && round % 5 === 0) {
      await this.voidNumber(agency, documentId);
      await this.number(agency, documentId);
    }
    const others = agencies.filter((code) => code !== agency).slice(0, recipients);
    await this.issue(agency, documentId, others);
    if (isReceived) for (const to of others) await this.receive(documentId, to);
  }

  /** A document that is drafted and signed. */
  async signed(agency: string, subject: string): Promise<string> {
    const { documentId } = await this.signedPart(agency, subject);
    return documentId;
  }

  private async signedPart(agency: string, subject: string): Promise<{ documentId: string; sha256: string }> {
    const part = await this.upload(agency);
    const contents = [part];
    const draft = { documentType: 'CV', subject, urgency: 'normal', contents };
    const { documentId = '' } = await this.send({
      ...{ agency, role: 'Drafter', path: '/documents', operation: subjects.draftDocument },
      ...{ target: {}, body: draft },
      expected: (answer) => ({
        fact: 'DocumentDrafted',
        stream: documentStream(answer['documentId'] as string),
      }),
    });
    await this.sign(agency, documentId);
    return { documentId, sha256: part.sha256 };
  }

  /** A document that is numbered and sealed, as the result of a leg names it. */
  async sealed(agency: string): Promise<{ readonly documentId: string; readonly sha256: string }> {
    const signed = await this.signedPart(agency, 'Kết quả thẩm định');
    await this.number(agency, signed.documentId);
    await this.seal(agency, signed.documentId);
    return signed;
  }

  private async seal(agency: string, documentId: string): Promise<void> {
    await this.step(agency, documentId, {
      ...{ role: 'Clerk', last: 'seal', operation: subjects.sealDocument },
      fact: 'OrganisationSealApplied',
    });
  }

  private async sign(agency: string, documentId: string): Promise<void> {
    await this.step(agency, documentId, {
      ...{ role: 'Leader', last: 'signature', operation: subjects.signDocument },
      body: { authority: 'head', position: 'Giám đốc' },
      fact: 'DocumentSigned',
    });
  }

  /** Answers what the clerk was told. */
  number(agency: string, documentId: string): Promise<Answer> {
    return this.step(agency, documentId, {
      ...{ role: 'Clerk', last: 'number', operation: subjects.numberDocument },
      ...{ fact: 'DocumentNumbered', begunIn: booksOf(agency, 'outgoing') },
    });
  }

  /** The number is taken back, and the document signed again. */
  async voidNumber(agency: string, documentId: string): Promise<void> {
    await this.step(agency, documentId, {
      ...{ role: 'Clerk', last: 'number-void', operation: subjects.voidNumber },
      body: { approvedBy: officerId('Leader', agency), reason: 'Ghi nhầm sổ' },
      fact: 'DocumentNumberVoided',
    });
    await this.sign(agency, documentId);
  }

  /** From its number on: sealed, registered, issued. */
  async issue(agency: string, documentId: string, recipients: readonly string[]): Promise<void> {
    await this.seal(agency, documentId);
    await this.step(agency, documentId, {
      ...{ role: 'Clerk', last: 'registration', operation: subjects.registerDocument },
      ...{ body: { filedBy: 'Văn phòng', copies: 0 }, fact: 'DocumentRegistered' },
    });
    await this.step(agency, documentId, {
      ...{ role: 'Clerk', last: 'issue', operation: subjects.issueDocument },
      ...{ body: { recipients }, fact: 'DocumentIssued' },
    });
    this.issued += 1;
  }

  /** Answers the arrival number the clerk was told. */
  receive(documentId: string, to: string): Promise<Answer> {
    return this.send({
      ...{ agency: to, role: 'Clerk', path: `/inbox/${documentId}/receipt` },
      ...{ operation: subjects.acceptReceipt, target: { documentId } },
      expected: () => ({
        fact: 'ReceiptAccepted',
        stream: deliveryStream({ documentId, to }),
        begunIn: booksOf(to, 'incoming'),
      }),
    });
  }

  private step(agency: string, documentId: string, step: Step): Promise<Answer> {
    const { role, last, operation, body = {}, fact, begunIn } = step;
    const stream = documentStream(documentId);
    const path = `/documents/${documentId}/${last}`;
    const expected = () => ({ fact, stream, ...(begunIn && { begunIn }) });
    return this.send({ agency, role, path, operation, target: { documentId }, body, expected });
  }

  private interlinked(round: number): Promise<void> {
    const [oneStop, lead, other] = [0, 1, 2].map((more) => agencies[(round + more) % agencies.length]);
    return this.linked.dossier(round, oneStop as string, [lead as string, other as string]);
  }

  async dossier(round: number): Promise<void> {
    const from = agencies[round % agencies.length] as string;
    const to = agencies[(round + 1) % agencies.length] as string;
    const role = 'OneStopOfficer';
    const applicantRef = await this.applicant(from, round);
    const opening = { procedure: 'thu.nghiem', channel: 'counter', applicantRef };
    const { dossierId = '' } = await this.send({
      ...{
        agency: from,
        role,
        path: '/dossiers',
        operation: subjects.openDossier,
        target: {},
        body: opening,
      },
      expected: (answer) => ({ fact: 'DossierOpened', stream: dossierStream(answer['dossierId'] as string) }),
    });
    const stream = dossierStream(dossierId);
    const path = `/dossiers/${dossierId}/handoffs`;
    const { handoffId } = await this.send({
      ...{ agency: from, role, path, operation: subjects.offerHandoff, target: { dossierId } },
      body: { to, reason: 'Chuyển xử lý' },
      expected: () => ({ fact: 'HandoffOffered', stream }),
    });
    await this.send({
      ...{ agency: to, role, path: `${path}/${handoffId}/acceptance`, operation: subjects.acceptHandoff },
      target: { dossierId, handoffId },
      expected: () => ({ fact: 'HandoffAccepted', stream }),
    });
  }

  /** Who applies, recorded by an agency; answers the reference. */
  async applicant(agency: string, round: number): Promise<string> {
    const { applicantRef = '' } = await this.send({
      ...{ agency, role: 'OneStopOfficer', path: '/applicants', operation: subjects.recordApplicant },
      ...{ target: {}, body: { kind: 'citizen', name: `Người nộp ${round}` } },
      expected: (answer) => ({
        ...{ fact: 'ApplicantRecorded', stream: applicantStream(answer['applicantRef'] as string) },
      }),
    });
    return applicantRef;
  }

  private async appoint(round: number): Promise<void> {
    const agency = agencies[round % agencies.length] as string;
    const body = { officer: `cv.${round}`, displayName: `Cán bộ ${round}`, roles: ['Specialist'] };
    await this.send({
      ...{ agency: 'H99', role: 'Operator', path: `/agencies/${agency}/officers` },
      ...{ operation: subjects.appointOfficer, target: { agency }, body },
      expected: () => ({ fact: 'OfficerAppointed', stream: agencyStream(agency) }),
    });
  }

  /** New agencies are merged into another; the command or the reaction to one side records the other. */
  private async merge(round: number): Promise<void> {
    await this.untilDone('H99', 'Operator', 'POST', '/agencies/mergers', await this.merger(`M${round}`));
  }

  /** Registers three agencies, and answers what merges them into another. */
  async merger(name: string) {
    const predecessors = ['A', 'B', 'C'].map((letter) => `H99.${name}${letter}`);
    const card = { name: `Đơn vị ${name}`, abbreviation: 'DV', tier: 'commune', parent: 'H99' };
    for (const code of predecessors) {
      await this.untilDone('H99', 'Operator', 'PUT', `/agencies/${code}`, card);
    }
    const basis = { effectiveDate: localDate(new Date().toISOString()), legalBasis: '15/QĐ-UBND' };
    return { predecessors, successor: 'H99.4', ...basis };
  }

  /** Sends one command until it is accepted; a refusal that passes by itself (not arrived yet) is tried again too. */
  async send(command: Command): Promise<Answer> {
    const { agency, role, path, operation, target, body = {}, expected } = command;
    const key = randomUUID();
    const { commandId } = commandMeta(
      callerOf(agency, role, key),
      operation,
      { target, body },
      new SystemClock(),
    );
    for (;;) {
      await this.log.intent({ commandId, operation });
      const answer = await this.ask(agency, role, 'POST', path, JSON.stringify(body), {
        'content-type': 'application/json',
        'idempotency-key': key,
      });
      if (answer === undefined || answer.status >= 500 || answer.status === 429) {
        this.unanswered += 1;
        await this.log.answer(commandId, 'unknown');
      } else if (answer.status < 300) {
        await this.log.answer(commandId, 'ok', expected(answer.body));
        this.accepted += 1;
        return answer.body;
      } else {
        await this.log.answer(commandId, 'refused');
        if (!passes(answer)) throw new Error(`${operation}: ${JSON.stringify(answer)}`);
      }
      await pause(retryMs);
      this.giveUp.signal.throwIfAborted();
    }
  }

  private async upload(agency: string) {
    const bytes = Buffer.from(`Nội dung ${randomUUID()}`);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const plain = { 'content-type': 'application/octet-stream', 'content-secrecy': 'none' };
    for (;;) {
      const answer = await this.ask(agency, 'Drafter', 'PUT', `/contents/${sha256}`, bytes, plain);
      if (answer !== undefined && answer.status < 300) break;
      if (answer === undefined || answer.status >= 500) this.unanswered += 1;
      await pause(retryMs);
      this.giveUp.signal.throwIfAborted();
    }
    return { sha256, size: bytes.length, mediaType: 'text/plain', name: 'van-ban.txt' };
  }

  private async untilDone(agency: string, role: Role, method: string, path: string, body: object) {
    const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    for (;;) {
      const answer = await this.ask(agency, role, method, path, JSON.stringify(body), headers);
      if (answer !== undefined && answer.status < 300) return;
      if (answer !== undefined && answer.status < 500) throw new Error(`${path}: ${JSON.stringify(answer)}`);
      await pause(retryMs);
      this.giveUp.signal.throwIfAborted();
    }
  }

  /** One request; nothing when there was no whole answer. */
  async ask(
    agency: string,
    role: Role,
    method: string,
    path: string,
    body?: string | Buffer,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answered | undefined> {
    const authorization = `Bearer ${await this.house.token(agency, role)}`;
    const signal = AbortSignal.any([AbortSignal.timeout(answerLimitMs), this.giveUp.signal]);
    try {
      const response = await fetch(this.house.address + path, {
        ...{ method, signal, headers: { authorization, ...headers } },
        ...(body === undefined ? {} : { body }),
      });
      const retryAfter = response.headers.get('retry-after');
      return { status: response.status, retryAfter, body: (await response.json()) as Record<string, string> };
    } catch {
      return undefined;
    }
  }
}

const passes = ({ body }: Answered): boolean =>
  /:(not-arrived-yet|not-found|unknown-recipient|assignee-not-found|content-not-uploaded)$/.test(
    String(body['type']),
  );

const booksOf = (agency: string, series: string): string[] => {
  const bookYear = localYear(new Date().toISOString());
  return [registerStream({ agency, series, bookYear })];
};

/** As the edge names an officer: the id of a command hangs on who, what and the key. */
const callerOf = (agency: string, role: Role, idempotencyKey: string): Caller => ({
  actor: { agency, officer: officerId(role, agency), role },
  correlationId: '',
  causationId: '',
  source: 'http',
  idempotencyKey,
});
