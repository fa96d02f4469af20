import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DocumentDrafted, subjects } from '@contracts';
import { type Holder, issue, issueAuthority, sha256Of } from '../signing/authority';
import { type Answer, bodyOf, Edge, type Visitor } from './edge';
import { accepted, officerId, type Province, startProvince } from './province';

const sender = 'H99.1';
const fromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const life = { notBefore: fromNow(-30), notAfter: fromNow(365) };

/** A document with one PDF, and the signature inside it as a command names it. */
export interface DraftedPdf {
  readonly documentId: string;
  readonly inside: { readonly sha256: string; readonly embedded: true };
}

/** A house whose leader signs PDFs with a certificate that is registered, under a root that is trusted. */
export class JudgingHouse {
  private constructor(
    readonly province: Province,
    /** Whose certificate it is. */
    readonly person: Holder,
    private readonly edge: Edge,
    private readonly roots: string,
    private readonly drafter: Visitor,
    private readonly leader: Visitor,
  ) {}

  /** @param limits settings of the judging of signatures */
  static async start(limits: Readonly<Record<string, string>>): Promise<JudgingHouse> {
    const root = await issueAuthority({ name: 'CN=Root of the test', ...life });
    const person = await issue({ name: 'CN=Nguyễn Văn Mẫu', ...life }, root);
    const roots = await mkdtemp(join(tmpdir(), 'trust-roots-'));
    await writeFile(join(roots, 'root.cer'), root.der);
    const province = await startProvince({
      services: ['directory', 'exchange'],
      settings: { LIENTHONG_PORT: '0', LIENTHONG_TRUST_ROOTS: roots, ...limits },
    });
    await province.found();
    const edge = await Edge.start(province.context);
    const operator = province.officer('H99', 'Operator');
    const registered = { certificate: person.sha256, officer: officerId('Leader', sender) };
    accepted(await operator.command(subjects.registerCertificate, { agency: sender }, registered));
    const [drafter, leader] = [await edge.as(sender, 'Drafter'), await edge.as(sender, 'Leader')];
    return new JudgingHouse(province, person, edge, roots, drafter, leader);
  }

  async stop(): Promise<void> {
    await this.edge.stop();
    await this.province.stop();
    await rm(this.roots, { recursive: true, force: true });
  }

  async drafted(pdf: Buffer): Promise<DraftedPdf> {
    const sha256 = sha256Of(pdf);
    bodyOf(await this.drafter.upload(sha256, pdf));
    const contents = [{ sha256, size: pdf.length, mediaType: 'application/pdf', name: 'cong-van.pdf' }];
    const draft = { documentType: 'CV', subject: 'Về việc thử nghiệm', urgency: 'normal', contents };
    const { documentId } = bodyOf(await this.drafter.post<DocumentDrafted>('/documents', draft));
    return { documentId, inside: { sha256, embedded: true } };
  }

  /** @param times how often the command names the signature */
  sign({ documentId, inside }: DraftedPdf, times = 1): Promise<Answer> {
    const signatures = Array.from({ length: times }, () => inside);
    const body = { authority: 'head', position: 'Giám đốc', signatures };
    return this.leader.post(`/documents/${documentId}/signature`, body);
  }

  factsOf({ documentId }: DraftedPdf): Promise<readonly string[]> {
    return this.province.factsOf(`document-${documentId}`);
  }
}
