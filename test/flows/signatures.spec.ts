import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DocumentDrafted } from '@contracts';
import { subjects } from '@contracts';
import type { ContentPart, SignatureVerdict } from '@domain/codes';
import { deliveryStream } from '@domain/delivery';
import { documentStream } from '@domain/document';
import { type Holder, issue, issueAuthority, revocationList, sha256Of } from '../signing/authority';
import { makeCms, type Wish } from '../signing/cms-maker';
import { makePdf, signPdf, stampPdf, updated, withStore } from '../signing/pdf-maker';
import { type Answer, bodyOf, Edge, problemIn, type Visitor } from './edge';
import { accepted, officerId, type Province, startProvince } from './province';

const sender = 'H99.1';
const recipient = 'H99.2';
const signing = { authority: 'head', position: 'Giám đốc' };
const day = 86_400_000;
const fromNow = (days: number) => new Date(Date.now() + days * day).toISOString();
const life = { notBefore: fromNow(-30), notAfter: fromNow(365) };

let folder: string;
let province: Province;
let edge: Edge;
let drafter: Visitor;
let leader: Visitor;
let clerk: Visitor;
let root: Holder;
let person: Holder;
let agency: Holder;
let expired: Holder;
let neighbour: Holder;

beforeAll(async () => {
  root = await issueAuthority({
    name: 'CN=Root of the test',
    notBefore: fromNow(-60),
    notAfter: fromNow(900),
  });
  person = await issue({ name: 'CN=Nguyễn Văn Mẫu', ...life }, root);
  agency = await issue({ name: 'CN=Sở Tài chính', ...life }, root);
  expired = await issue({ name: 'CN=Nguyễn Văn Mẫu', notBefore: fromNow(-50), notAfter: fromNow(-1) }, root);
  neighbour = await issue({ name: 'CN=Sở Xây dựng', ...life }, root);
  folder = await mkdtemp(join(tmpdir(), 'trust-roots-'));
  await writeFile(join(folder, 'root.cer'), root.der);
  province = await startProvince({
    services: ['directory', 'exchange'],
    settings: { LIENTHONG_PORT: '0', LIENTHONG_TRUST_ROOTS: folder },
  });
  await province.found();
  edge = await Edge.start(province.context);
  [drafter, leader, clerk] = [
    await edge.as(sender, 'Drafter'),
    await edge.as(sender, 'Leader'),
    await edge.as(sender, 'Clerk'),
  ];
  const operator = province.officer('H99', 'Operator');
  const registered: [string, Holder, string?][] = [
    [sender, person, officerId('Leader', sender)],
    [sender, expired, officerId('Leader', sender)],
    [sender, agency],
    [recipient, neighbour],
  ];
  for (const [code, { sha256: certificate }, officer] of registered) {
    const body = officer === undefined ? { certificate } : { certificate, officer };
    accepted(await operator.command(subjects.registerCertificate, { agency: code }, body));
  }
});
afterAll(async () => {
  await edge.stop();
  await province.stop();
  await rm(folder, { recursive: true, force: true });
});

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

async function drafted(...files: string[]): Promise<{ documentId: string; parts: ContentPart[] }> {
  const parts: ContentPart[] = [];
  for (const file of files) parts.push(await province.upload(sender, file));
  const draft = { documentType: 'CV', subject: 'Về việc thử nghiệm', urgency: 'normal', contents: parts };
  return { documentId: bodyOf(await drafter.post<DocumentDrafted>('/documents', draft)).documentId, parts };
}

/** A detached signature as a caller hands it over. */
const beside = (file: string, signer: Holder, wish: Partial<Wish> = {}) => ({
  sha256: sha256Of(file),
  cms: Buffer.from(makeCms(Buffer.from(file), { signer, at: fromNow(0), ...wish })).toString('base64'),
});

const sign = (documentId: string, signatures?: readonly object[]) =>
  leader.post(`/documents/${documentId}/signature`, { ...signing, ...(signatures && { signatures }) });
const seal = (documentId: string, signatures?: readonly object[]) =>
  clerk.post(`/documents/${documentId}/seal`, signatures && { signatures });

/** What a document and its delivery say of its signatures once it is issued. */
async function issued(documentId: string) {
  bodyOf(await clerk.post(`/documents/${documentId}/registration`, { filedBy: 'Văn phòng', copies: 0 }));
  bodyOf(await clerk.post(`/documents/${documentId}/issue`, { recipients: [recipient] }));
  const document = await province.waitFor(documentStream(documentId), 'DocumentIssued');
  const delivery = await province.waitFor(deliveryStream({ documentId, to: recipient }), 'DeliveryRequested');
  type Said = { readonly legalValue?: string; readonly signatures?: readonly SignatureVerdict[] };
  return { document: document.data as Said, delivery: delivery.data as Said };
}

async function signedAndSealed(
  files: readonly string[],
  [ofPerson, ofAgency]: readonly [readonly object[] | undefined, readonly object[] | undefined],
): Promise<string> {
  const { documentId } = await drafted(...files);
  bodyOf(await sign(documentId, ofPerson));
  bodyOf(await clerk.post(`/documents/${documentId}/number`));
  bodyOf(await seal(documentId, ofAgency));
  return documentId;
}

it('person and organisation over every part: an original, and the recipient has the verdicts', async () => {
  const files = ['Công văn', 'Phụ lục'];
  const documentId = await signedAndSealed(files, [
    files.map((file) => beside(file, person)),
    files.map((file) => beside(file, agency, { digest: 'sha384' })),
  ]);
  const { document, delivery } = await issued(documentId);
  expect(document.legalValue).toBe('original');
  expect(document.signatures?.map(({ by, status, content }) => [by, status, content])).toEqual([
    ['officer', 'valid', sha256Of('Công văn')],
    ['officer', 'valid', sha256Of('Phụ lục')],
    ['agency', 'valid', sha256Of('Công văn')],
    ['agency', 'valid', sha256Of('Phụ lục')],
  ]);
  expect(document.signatures?.[0]).toMatchObject({
    certificate: person.sha256,
    findings: ['revocation-not-checked'],
    evidence: { serial: person.serial, issuer: 'CN=Root of the test', signedAt: { source: 'given' } },
  });
  expect(delivery).toMatchObject({ legalValue: 'original', signatures: document.signatures });
  expect(JSON.stringify(document)).not.toContain('Mẫu');
});

it('both inside one PDF: an original', async () => {
  const pdf = textOf(signPdf(signPdf(makePdf('Cong van'), { signer: person }), { signer: agency }));
  const inside = [{ sha256: sha256Of(pdf), embedded: true }];
  const { document } = await issued(await signedAndSealed([pdf], [inside, inside]));
  expect(document.legalValue).toBe('original');
  expect(document.signatures?.map(({ by, status }) => [by, status])).toEqual([
    ['officer', 'valid'],
    ['agency', 'valid'],
  ]);
});

describe('what a signing tool added behind the signatures in a PDF', () => {
  async function draftedPdf(pdf: Buffer) {
    const sha256 = sha256Of(pdf);
    bodyOf(await drafter.upload(sha256, pdf));
    const contents = [{ sha256, size: pdf.length, mediaType: 'application/pdf', name: 'cong-van.pdf' }];
    const draft = { documentType: 'CV', subject: 'Về việc thử nghiệm', urgency: 'normal', contents };
    const { documentId } = bodyOf(await drafter.post<DocumentDrafted>('/documents', draft));
    return { documentId, inside: [{ sha256, embedded: true }] };
  }
  const both = () => signPdf(signPdf(makePdf('Cong van so 1'), { signer: person }), { signer: agency });

  it('revocation data and a time-stamp are evidence, and it is an original', async () => {
    const stamper = await issue({ name: 'CN=t', purposes: ['1.3.6.1.5.5.7.3.8'], ...life }, root);
    const list = await revocationList(root, [], { thisUpdate: fromNow(0), nextUpdate: fromNow(1) });
    const archived = stampPdf(
      withStore(both(), { certificates: [root], lists: [list] }),
      stamper,
      fromNow(0),
    );
    const { documentId, inside } = await draftedPdf(archived);
    bodyOf(await sign(documentId, inside));
    bodyOf(await clerk.post(`/documents/${documentId}/number`));
    bodyOf(await seal(documentId, inside));
    const { document } = await issued(documentId);
    expect(document).toMatchObject({
      legalValue: 'original',
      signatures: ['officer', 'agency'].map((by) => ({
        by,
        status: 'valid',
        findings: ['signed-earlier-revision'],
        evidence: { revocation: { status: 'good', source: 'crl' }, signedAt: { source: 'timestamp' } },
      })),
    });
  });

  it('another text is refused, with what was found', async () => {
    const { documentId, inside } = await draftedPdf(updated(both(), 'Cong van so 2'));
    expect(found(await sign(documentId, inside))).toEqual(
      problem('content-hash-mismatch', 'content-changed, unsigned-bytes'),
    );
    expect(await province.factsOf(documentStream(documentId))).toEqual(['DocumentDrafted']);
  });
});

it.each<[string, (file: string) => [object[] | undefined, object[] | undefined]]>([
  ['without signatures', () => [undefined, undefined]],
  ['with the person’s only', (file) => [[beside(file, person)], undefined]],
])('%s it is for information only', async (_, both) => {
  const file = `Công văn ${_}`;
  const { document, delivery } = await issued(await signedAndSealed([file], both(file)));
  expect([document.legalValue, delivery.legalValue]).toEqual(['information-only', 'information-only']);
});

const found = (answer: Answer<unknown>) => {
  const { type, errors } = problemIn(answer);
  return { status: answer.status, type: type.replace('urn:lienthong:problem:', ''), errors };
};
const problem = (type: string, finding: string) => ({
  status: 422,
  type: `document:${type}`,
  errors: [
    expect.objectContaining({
      pointer: '#/signatures/0',
      code: type,
      detail: expect.stringContaining(finding) as unknown,
    }),
  ],
});

describe('what does not hold is refused by its name, and nothing is stored', () => {
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const rows: [string, (file: string) => object | Promise<object>, ReturnType<typeof problem>][] = [
    ['forged', (file) => beside(file, person, { key }), problem('signature-invalid', 'signature-mismatch')],
    [
      'garbage',
      (file) => ({ sha256: sha256Of(file), cms: 'AAAA' }),
      problem('signature-invalid', 'malformed'),
    ],
    [
      'under a root of its own',
      async (file) => beside(file, await issue({ name: 'CN=x' }, await issueAuthority({ name: root.name }))),
      problem('signature-invalid', 'chain-untrusted'),
    ],
    ['expired', (file) => beside(file, expired), problem('signature-expired', 'certificate-expired')],
    [
      'of other bytes',
      (file) => ({ ...beside('other bytes', person), sha256: sha256Of(file) }),
      problem('content-hash-mismatch', 'content-hash-mismatch'),
    ],
    [
      'of no part of the document',
      () => beside('no part', person),
      problem('content-hash-mismatch', 'no part of this document'),
    ],
    [
      'of another agency',
      (file) => beside(file, neighbour),
      problem('certificate-not-of-signer', 'certificate-not-of-signer'),
    ],
    [
      'of the organisation in the place of the person',
      (file) => beside(file, agency),
      problem('signature-invalid', 'holds no signature of the officer'),
    ],
    [
      'said to be inside, where none is',
      (file) => ({ sha256: sha256Of(file), embedded: true }),
      problem('signature-invalid', 'malformed'),
    ],
  ];

  it.each(rows)('%s', async (name, signature, expected) => {
    const file = `Công văn ${name}`;
    const { documentId } = await drafted(file);
    expect(found(await sign(documentId, [await signature(file)]))).toEqual(expected);
    expect(await province.factsOf(documentStream(documentId))).toEqual(['DocumentDrafted']);
  });

  it('also at the seal', async () => {
    const file = 'Công văn đóng dấu';
    const { documentId } = await drafted(file);
    bodyOf(await sign(documentId));
    bodyOf(await clerk.post(`/documents/${documentId}/number`));
    const facts = await province.factsOf(documentStream(documentId));
    expect(found(await seal(documentId, [beside(file, neighbour)]))).toEqual(
      problem('certificate-not-of-signer', 'certificate-not-of-signer'),
    );
    expect(await province.factsOf(documentStream(documentId))).toEqual(facts);
  });

  it('and a signature in no form at all is malformed', async () => {
    const file = 'Công văn sai dạng';
    const { documentId } = await drafted(file);
    const large = Buffer.alloc(65 * 1024).toString('base64');
    for (const form of [{}, { cms: 'not base64!' }, { cms: large }, { embedded: false }]) {
      const { type, errors } = found(await sign(documentId, [{ sha256: sha256Of(file), ...form }]));
      expect(type).toBe('request:malformed');
      expect(errors?.[0]?.pointer).toMatch(/^#\/signatures\/0/);
    }
  });
});

it('a withdrawn certificate is nobody’s', async () => {
  const lost = await issue({ name: 'CN=x', ...life }, root);
  const operator = province.officer('H99', 'Operator');
  const officer = officerId('Leader', sender);
  const certified = { certificate: lost.sha256, officer };
  accepted(await operator.command(subjects.registerCertificate, { agency: sender }, certified));
  const file = 'Công văn thu hồi chứng thư';
  const { documentId } = await drafted(file);
  const target = { agency: sender, sha256: lost.sha256 };
  accepted(await operator.command(subjects.withdrawCertificate, target, { reason: 'mất khóa' }));
  expect(found(await sign(documentId, [beside(file, lost)])).type).toBe('document:certificate-not-of-signer');
});

it('the same signing repeated is answered as the first time', async () => {
  const file = 'Công văn lặp lại';
  const { documentId } = await drafted(file);
  const body = { ...signing, signatures: [beside(file, person)] };
  const key = { 'idempotency-key': createHash('sha256').update(documentId).digest('hex') };
  const first = bodyOf(await leader.post(`/documents/${documentId}/signature`, body, key));
  expect(bodyOf(await leader.post(`/documents/${documentId}/signature`, body, key))).toEqual(first);
  expect(await province.factsOf(documentStream(documentId))).toEqual(['DocumentDrafted', 'DocumentSigned']);
});

it('is the seal of the successor, for a document that its closed agency had numbered', async () => {
  const [closed, file] = ['H99.3', 'Văn bản của cơ quan đã chấm dứt hoạt động'];
  const contents = [await province.upload(closed, file)];
  const draft = { documentType: 'CV', subject: 'Về việc thử nghiệm', urgency: 'normal', contents };
  const by = (role: 'Drafter' | 'Leader' | 'Clerk') => province.officer(closed, role);
  const { documentId } = accepted(
    await by('Drafter').command<DocumentDrafted>(subjects.draftDocument, {}, draft),
  );
  accepted(await by('Leader').command(subjects.signDocument, { documentId }, signing));
  accepted(await by('Clerk').command(subjects.numberDocument, { documentId }));
  const decision = { effectiveDate: fromNow(0).slice(0, 10), legalBasis: '15/NQ-HĐND' };
  const merger = { predecessors: [closed], successor: recipient, ...decision };
  accepted(await province.officer('H99', 'Operator').command(subjects.mergeAgencies, {}, merger));

  const successor = province.officer(recipient, 'Clerk');
  const sealedWith = (signer: Holder) =>
    successor.command(subjects.sealDocument, { documentId }, { signatures: [beside(file, signer)] });
  expect(await sealedWith(agency)).toMatchObject({ refused: 'certificate-not-of-signer' });
  accepted(await sealedWith(neighbour));
  const { data, metadata } = await province.waitFor(documentStream(documentId), 'OrganisationSealApplied');
  const verdict = { by: 'agency', status: 'valid', certificate: neighbour.sha256 };
  expect(data).toMatchObject({ agency: closed, signatures: [verdict] });
  expect(metadata).toMatchObject({ actor: { agency: recipient }, onBehalfOf: closed });
});
