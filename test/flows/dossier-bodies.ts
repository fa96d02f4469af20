import { createHash, randomUUID } from 'node:crypto';
import { transact } from '@adapters/event-store';
import { vietnamCalendar } from '@domain/calendar';
import { localDate, type Role } from '@domain/codes';
import { dossier, type DossierCommand, dossierStream } from '@domain/dossier';
import type { Clerks } from './clerks';
import type { Province } from './province';
import { metaOf } from './scribe';

interface Twin {
  readonly agency: string;
  readonly role: Role;
  readonly path: string;
  readonly body: object;
}

/** A document that bears the signatures of a person and of its agency. */
export interface SealedDocument {
  readonly documentId: string;
  /** Of its one part. */
  readonly sha256: string;
  /** Of the person. */
  readonly certificate: string;
  readonly symbol: string;
}

/** The one-stop unit of the tests, and where its dossiers go. */
const centre = { agency: 'H99', role: 'OneStopOfficer' } as const;
const consultedAgency = 'H99.2';
const now = () => new Date().toISOString();
const inDays = (days: number) => localDate(new Date(Date.now() + days * 86_400_000).toISOString());
const formText = 'tờ khai';
const sha256 = createHash('sha256').update(formText).digest('hex');
const days = (amount: number) => ({ amount, unit: 'working-days' });

/** A procedure of the tests, as the catalogue takes it. */
export const testProcedure = (procedure: string) => ({
  ...{ procedure, name: 'Cấp giấy phép xây dựng', sector: 'Xây dựng', effectiveFromDate: '2026-01-01' },
  ...{ legalTime: days(5), publishedTime: days(3), convention: 'endOfDay', onlineLevel: 'partial' },
  channels: ['counter', 'online', 'post', 'kiosk'],
  components: [
    { key: 'to-khai', name: 'Tờ khai', mandatory: true, originals: 0 },
    { key: 'ban-ve', name: 'Bản vẽ', mandatory: true, originals: 2 },
  ],
  fees: [],
  supplement: { clock: 'restart', requestsMax: 1, answerDays: 10 },
  legalBasis: '12/QĐ-UBND',
});

/** One that asks for nothing. */
export const testProcedureWithout = (procedure: string) => ({
  ...testProcedure(procedure),
  components: [{ key: 'to-khai', name: 'Tờ khai', mandatory: false, originals: 0 }],
});

export const supplementRequest = {
  wanting: [{ key: 'ban-ve', detail: 'Thiếu mặt cắt' }],
  reason: 'Chưa đủ bản chính',
};

/** Dossiers at each stage of a procedure that is issued once, and a valid body for each act on them. */
export class DossierBodies {
  private procedure: Promise<string> | undefined;
  private form: Promise<unknown> | undefined;

  constructor(
    private readonly clerks: Clerks,
    private readonly province: Province,
    private readonly sealedDocument: (agency: string) => Promise<SealedDocument>,
  ) {}

  get table(): Readonly<Record<string, readonly (() => Promise<Twin>)[]>> {
    const reason = { reason: 'Chưa đủ bản chính' };
    const drawings = { key: 'ban-ve', sha256, originals: 2 };
    const guidance = {
      ...{ wanting: [{ key: 'ban-ve', detail: 'Thiếu một bản' }], ...reason },
      answerByDate: inDays(10),
    };
    const at = async (path: Promise<string>, act: string, body: object): Promise<Twin> => ({
      ...{ ...centre, path: `${await path}/${act}`, body },
    });
    const guided = async (more: object = {}) => {
      const path = await this.submitted(more);
      await this.act(`${path}/intake-supplement`, guidance);
      return path;
    };
    const reuse = async (): Promise<Twin> => {
      const { applicantRef, components } = await this.reuse();
      return at(guided({ applicantRef }), 'intake-supplement/receipt', { components });
    };
    const handover = { handedOverAt: now(), slip: 'EE123456789VN', postman: 'BD-0451' };
    return {
      submitDossier: [
        async () => ({ ...centre, path: '/dossiers/submissions', body: await this.submission() }),
        async () => ({ ...centre, path: '/dossiers/submissions', body: await this.reusing() }),
        async () => ({ ...centre, path: '/dossiers/submissions', body: await this.following() }),
        async () => ({ ...centre, path: '/dossiers/submissions', body: await this.reusingResult() }),
      ],
      recordPostalHandover: [() => at(this.submitted({ channel: 'post' }), 'postal-handover', handover)],
      guideIntakeSupplement: [() => at(this.submitted(), 'intake-supplement', guidance)],
      receiveIntakeSupplement: [
        () => at(guided(), 'intake-supplement/receipt', { components: [drawings] }),
        reuse,
        async () => {
          const { applicantRef, components } = await this.reuseResult();
          return at(guided({ applicantRef }), 'intake-supplement/receipt', { components });
        },
      ],
      refuseAcceptance: [() => at(this.submitted(), 'refusal', reason)],
      acceptDossier: [() => at(this.submitted(), 'acceptance', {})],
      ...this.inProcessTable(),
    };
  }

  /** The agency that took it in is competent itself. */
  private inProcessTable(): Readonly<Record<string, readonly (() => Promise<Twin>)[]>> {
    const reason = { reason: 'Chưa đủ bản chính' };
    const drawings = { key: 'ban-ve', sha256, originals: 2 };
    const withdrawing = async () => {
      const path = await this.submitted();
      await this.act(`${path}/withdrawal`, reason);
      return path;
    };
    const ask = { content: 'Đề nghị cho ý kiến', answerBy: `${inDays(2)}T03:00:00.000Z` };
    const consulted = async () => {
      const path = `${await this.inProcess()}/consultations`;
      const asked = { ...ask, to: consultedAgency };
      const { consultationId } = await this.act<{ consultationId: string }>(path, asked, 'Leader');
      return `${path}/${consultationId}`;
    };
    const leader = { agency: centre.agency, role: 'Leader' } as const;
    const at = async (
      who: Pick<Twin, 'agency' | 'role'>,
      path: Promise<string>,
      act: string,
      body: object,
    ) => ({
      ...{ ...who, path: `${await path}/${act}`, body },
    });
    const verification = { verifiedAt: now(), place: 'Thửa 12', participants: ['cv.01'], content: 'Đúng' };
    const stop = { ...reason, legalBasis: 'Điều 19 Nghị định 61/2018/NĐ-CP' };
    const apology = { ...reason, newDueDate: inDays(20) };
    return {
      assignProcessor: [() => at(leader, this.accepted(), 'processor', { assignee: 'cv.01' })],
      requestConsultation: [
        () => at(leader, this.inProcess(), 'consultations', { ...ask, to: consultedAgency }),
      ],
      answerConsultation: [
        () => at({ ...leader, agency: consultedAgency }, consulted(), 'answer', { answer: 'Nhất trí' }),
      ],
      recordVerification: [() => at(leader, this.inProcess(), 'verifications', verification)],
      requestSupplement: [() => at(leader, this.inProcess(), 'supplement', supplementRequest)],
      submitSupplement: [
        () => at(centre, this.awaiting(), 'supplement/receipt', { components: [drawings] }),
        async () => {
          const { applicantRef, components } = await this.reuse();
          return at(centre, this.awaiting([], { applicantRef }), 'supplement/receipt', { components });
        },
        async () => {
          const { applicantRef, components } = await this.reuseResult();
          return at(centre, this.awaiting([], { applicantRef }), 'supplement/receipt', { components });
        },
      ],
      acceptSupplement: [
        () => at(centre, this.awaiting([{ components: [drawings] }]), 'supplement/acceptance', {}),
      ],
      lapseSupplement: [() => at(centre, this.lapsed(), 'supplement/lapse', reason)],
      stopProcessing: [() => at(leader, this.inProcess(), 'stop', stop)],
      requestWithdrawal: [() => at(centre, this.submitted(), 'withdrawal', reason)],
      withdrawDossier: [() => at(leader, withdrawing(), 'withdrawal/agreement', {})],
      rejectWithdrawal: [() => at(leader, withdrawing(), 'withdrawal/rejection', reason)],
      ...this.resultTable(at),
      issueApology: [() => at(leader, this.inProcess(), 'apology', apology)],
    };
  }

  private resultTable(
    at: (
      who: Pick<Twin, 'agency' | 'role'>,
      path: Promise<string>,
      act: string,
      body: object,
    ) => Promise<Twin>,
  ): Readonly<Record<string, readonly (() => Promise<Twin>)[]>> {
    const { agency } = centre;
    const proposal = { outcome: 'granted', appraisal: 'Đủ điều kiện' };
    const approval = { outcome: 'granted', sha256, certificate: sha256 };
    const numbering = { symbol: '45/GPXD', documentDate: localDate(now()), certificate: sha256 };
    const correction = { sha256, symbol: '46/GPXD', reason: 'Sai tên đường' };
    const after = (count: number) => this.afterSteps(count);
    const by = (role: Role) => ({ agency, role });
    const refusal = { ...approval, outcome: 'refused', reason: 'Không phù hợp quy hoạch' };
    const refused = async () => {
      const path = await this.inProcess();
      await this.act(`${path}/result`, { ...proposal, outcome: 'refused' }, 'Leader');
      return path;
    };
    const posted = { channel: 'post', slip: 'EE123456789VN', proxyRef: randomUUID() };
    return {
      proposeResult: [() => at(by('Leader'), after(0), 'result', proposal)],
      denyApproval: [() => at(by('Leader'), after(1), 'result/denial', { reason: 'Chưa đủ' })],
      approveResult: [() => at(by('Leader'), refused(), 'result/approval', refusal)],
      numberResult: [() => at(by('Clerk'), after(2), 'result/number', numbering)],
      issueResult: [
        async () => {
          const { documentId, ...signed } = await this.sealedDocument(agency);
          const path = await this.inProcess();
          await this.act(`${path}/result`, proposal, 'Leader');
          const { sha256: result, certificate } = signed;
          const approved = { outcome: 'granted', sha256: result, certificate };
          await this.act(`${path}/result/approval`, approved, 'Leader');
          return { ...by('Clerk'), path: `${path}/result/document`, body: { documentId } };
        },
      ],
      forwardResult: [() => at(centre, after(3), 'result/forwarding', {})],
      returnResult: [() => at(centre, after(4), 'result/return', posted)],
      correctResult: [
        async () => {
          const { certificate: _, ...document } = await this.sealedDocument(agency);
          return at(by('Leader'), after(5), 'result/correction', { ...correction, ...document });
        },
      ],
      archiveDossier: [() => at(centre, after(5), 'archive', {})],
    };
  }

  /** In process, and so many steps further on its way to its result and the applicant. */
  private async afterSteps(count: number, more: object = {}): Promise<string> {
    const steps: readonly (readonly [act: string, body: object, role: Role])[] = [
      ['result', { outcome: 'granted', appraisal: 'Đủ điều kiện' }, 'Leader'],
      ['result/approval', { outcome: 'granted', sha256, certificate: sha256 }, 'Leader'],
      ['result/number', { symbol: '45/GPXD', documentDate: localDate(now()), certificate: sha256 }, 'Clerk'],
      ['result/forwarding', {}, 'OneStopOfficer'],
      ['result/return', { channel: 'counter' }, 'OneStopOfficer'],
    ];
    const path = await this.inProcess(more);
    for (const [act, body, role] of steps.slice(0, count)) await this.act(`${path}/${act}`, body, role);
    return path;
  }

  /** One whose supplement was asked for so long ago that its time has passed. */
  private async lapsed(): Promise<string> {
    const dossierId = randomUUID();
    const long = '2026-06-05T02:00:00.000Z';
    const act = { by: centre.agency, officer: 'mc.01', at: long };
    const {
      fees: _,
      sector: __,
      onlineLevel: ___,
      procedure,
      effectiveFromDate: ____,
      ...rules
    } = testProcedure('thu-nghiem.2');
    const wanting = [{ key: 'ban-ve', detail: 'Thiếu mặt cắt' }];
    const commands = [
      {
        ...{ type: 'SubmitDossier', dossierId, agency: act.by, officer: act.officer, at: long, procedure },
        ...{ rules: { ...rules, version: '1' }, reuseNotFound: [], ...(await this.submission()), procedure },
      },
      {
        type: 'AcceptDossier',
        code: { scheme: 'tt01-2018', value: dossierId },
        calendar: vietnamCalendar,
        ...act,
      },
      { type: 'AssignProcessor', assignee: 'cv.01', ...act },
      { type: 'RequestSupplement', wanting, reason: 'Chưa đủ', calendar: vietnamCalendar, ...act },
    ] as unknown as readonly DossierCommand[];
    for (const command of commands) {
      const done = await transact(
        ...([
          this.province.store,
          dossier,
          dossierStream(dossierId),
          command,
          metaOf(centre.agency),
        ] as const),
      );
      if ('refused' in done) throw new Error(`${command.type} was refused with ${done.refused}`);
    }
    return `/dossiers/${dossierId}`;
  }

  private async awaiting(came: readonly object[] = [], more: object = {}): Promise<string> {
    const path = await this.inProcess(more);
    await this.act(`${path}/supplement`, supplementRequest, 'Leader');
    for (const body of came) await this.act(`${path}/supplement/receipt`, body);
    return path;
  }

  async inProcess(more: object = {}): Promise<string> {
    const path = await this.accepted(more);
    await this.act(`${path}/processor`, { assignee: 'cv.01' }, 'Leader');
    return path;
  }

  /** The path of a dossier that was just handed in. */
  async submitted(more: object = {}): Promise<string> {
    const body = { ...(await this.submission()), ...more };
    const { dossierId } = await this.act<{ dossierId: string }>('/dossiers/submissions', body);
    return `/dossiers/${dossierId}`;
  }

  async accepted(more: object = {}): Promise<string> {
    const path = await this.submitted(more);
    await this.act(`${path}/acceptance`, {});
    return path;
  }

  private async submission() {
    this.form ??= this.province.upload(centre.agency, formText);
    await this.form;
    const form = { key: 'to-khai', sha256, originals: 0 };
    return {
      ...{ procedure: await this.issued(), channel: 'counter', applicantRef: await this.applicant() },
      components: [form, { key: 'ban-ve', originals: 2 }],
    };
  }

  /** By somebody who stands for an applicant, with what this one gave before. */
  private async reusing() {
    const { applicantRef, components } = await this.reuse();
    return {
      ...{ ...(await this.submission()), channel: 'proxy', applicantRef, proxyRef: await this.applicant() },
      components: [...components, { key: 'ban-ve', originals: 2 }],
    };
  }

  private async following() {
    const path = await this.submitted();
    const linkedTo = { dossierId: path.slice('/dossiers/'.length), as: 'follows' };
    return { ...(await this.submission()), linkedTo };
  }

  /** An applicant who has given a form before, and the form as it is given again. */
  private async reuse() {
    const applicantRef = await this.applicant();
    const path = await this.submitted({ applicantRef });
    const reusedFrom = { dossierId: path.slice('/dossiers/'.length), key: 'to-khai', sha256 };
    return { applicantRef, components: [{ key: 'to-khai', reusedFrom, originals: 0 }] };
  }

  private async applicant(): Promise<string> {
    const person = { kind: 'citizen', name: 'Trần Thị Thử Nghiệm' };
    return (await this.act<{ applicantRef: string }>('/applicants', person)).applicantRef;
  }

  private async reusingResult() {
    const { applicantRef, components } = await this.reuseResult();
    const all = [...components, { key: 'ban-ve', originals: 2 }];
    return { ...(await this.submission()), applicantRef, components: all };
  }

  /** An applicant who got a result before, and that result in place of a form. */
  private async reuseResult() {
    const applicantRef = await this.applicant();
    const path = await this.afterSteps(4, { applicantRef });
    const reusedResult = { dossierId: path.slice('/dossiers/'.length), sha256 };
    return { applicantRef, components: [{ key: 'to-khai', reusedResult, originals: 0 }] };
  }

  /** Offered to another agency, which answers for each component. */
  async answered(to: string): Promise<Twin> {
    const path = `${await this.accepted()}/handoffs`;
    const offer = { to, reason: 'Thẩm định' };
    const { handoffId } = await this.act<{ handoffId: string }>(path, offer);
    const items = [
      { key: 'to-khai', answer: 'accepted', originals: 0, note: 'Không có bản chính' },
      { key: 'ban-ve', answer: 'accepted', originals: 2 },
    ];
    return { agency: to, role: centre.role, path: `${path}/${handoffId}/acceptance`, body: { items } };
  }

  /** Id of a dossier that another agency took over and gave to one of its officers. */
  async assigned(agency: string, assignee: string): Promise<string> {
    const { path, body } = await this.answered(agency);
    await this.clerks.act(agency, centre.role, path, body as Record<string, unknown>);
    const [, dossierId = ''] = /^\/dossiers\/([^/]+)/.exec(path) ?? [];
    await this.clerks.act(agency, 'Leader', `/dossiers/${dossierId}/processor`, { assignee });
    return dossierId;
  }

  private act<A = object>(path: string, body: object, role: Role = centre.role): Promise<A> {
    return this.clerks.act<A>(centre.agency, role, path, body as Record<string, unknown>);
  }

  private issued(): Promise<string> {
    const procedure = 'thu-nghiem.1';
    const issue = async () => {
      await this.clerks.act('H99', 'Operator', '/procedures', testProcedure(procedure));
      return procedure;
    };
    this.procedure ??= issue();
    return this.procedure;
  }
}
