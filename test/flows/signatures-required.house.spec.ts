import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DocumentDrafted, subjects } from '@contracts';
import { documentStream } from '@domain/document';
import { type Holder, issue, issueAuthority, revocationList, sha256Of } from '../signing/authority';
import { makeCms } from '../signing/cms-maker';
import { type Answer, bodyOf, Edge, problemIn, type Visitor } from './edge';
import { Hands } from './hands';
import { accepted, officerId, type Province, startProvince } from './province';

const sender = 'H99.1';
const recipient = 'H99.2';
const signing = { authority: 'head', position: 'Giám đốc' };
const fromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const life = { notBefore: fromNow(-30), notAfter: fromNow(365) };
const clock = new Hands();

let folder: string;
let province: Province;
let edge: Edge;
let drafter: Visitor;
let leader: Visitor;
let clerk: Visitor;
let root: Holder;
let person: Holder;
let agency: Holder;

beforeAll(async () => {
  root = await issueAuthority({ name: 'CN=Root of the test', ...life });
  person = await issue({ name: 'CN=x', ...life }, root);
  agency = await issue({ name: 'CN=y', ...life }, root);
  folder = await mkdtemp(join(tmpdir(), 'trust-roots-'));
  await writeFile(join(folder, 'root.cer'), root.der);
  province = await startProvince({
    services: ['directory', 'exchange'],
    clock,
    settings: {
      LIENTHONG_PORT: '0',
      LIENTHONG_TRUST_ROOTS: folder,
      LIENTHONG_SIGNATURES: 'required',
    },
  });
  await province.found();
  edge = await Edge.start(province.context);
  drafter = await edge.as(sender, 'Drafter');
  leader = await edge.as(sender, 'Leader');
  clerk = await edge.as(sender, 'Clerk');
  const operator = province.officer('H99', 'Operator');
  for (const body of [
    { certificate: person.sha256, officer: officerId('Leader', sender) },
    { certificate: agency.sha256 },
  ]) {
    accepted(await operator.command(subjects.registerCertificate, { agency: sender }, body));
  }
});
afterAll(async () => {
  await edge.stop();
  await province.stop();
  await rm(folder, { recursive: true, force: true });
});

async function drafted(...texts: string[]): Promise<string> {
  const contents = [];
  for (const text of texts) {
    const [bytes, sha256] = [Buffer.from(text), sha256Of(text)];
    bodyOf(await drafter.upload(sha256, bytes));
    contents.push({ sha256, size: bytes.length, mediaType: 'text/plain', name: 'van-ban.txt' });
  }
  const draft = { documentType: 'CV', subject: 'Về việc thử nghiệm', urgency: 'normal', contents };
  return bodyOf(await drafter.post<DocumentDrafted>('/documents', draft)).documentId;
}

const beside = (file: string, signer: Holder) => ({
  sha256: sha256Of(file),
  cms: Buffer.from(makeCms(Buffer.from(file), { signer, at: clock.now() })).toString('base64'),
});
const sign = (documentId: string, ...signatures: object[]) =>
  leader.post(`/documents/${documentId}/signature`, { ...signing, signatures });
const seal = (documentId: string, ...signatures: object[]) =>
  clerk.post(`/documents/${documentId}/seal`, { signatures });

function refusedFor(answer: Answer<unknown>): [type: string, details: readonly string[]] {
  const { type, errors } = problemIn(answer);
  return [type.replace('urn:lienthong:problem:', ''), (errors ?? []).map(({ detail }) => detail)];
}
const nothing = (text: string): string => `content ${sha256Of(text)} has none`;

it('every part needs both signatures: those without are named, and with them it is an original', async () => {
  const [letter, annex] = ['Công văn bắt buộc', 'Phụ lục bắt buộc'];
  const documentId = await drafted(letter, annex);
  const facts = () => province.factsOf(documentStream(documentId));

  const unsigned = await leader.post(`/documents/${documentId}/signature`, signing);
  expect(refusedFor(unsigned)).toEqual(['document:signature-required', [nothing(letter), nothing(annex)]]);
  expect(refusedFor(await sign(documentId, beside(annex, person)))).toEqual([
    'document:signature-required',
    [nothing(letter)],
  ]);
  expect(await facts()).toEqual(['DocumentDrafted']);
  bodyOf(await sign(documentId, beside(letter, person), beside(annex, person)));

  bodyOf(await clerk.post(`/documents/${documentId}/number`));
  expect(refusedFor(await seal(documentId, beside(letter, agency)))).toEqual([
    'document:signature-required',
    [nothing(annex)],
  ]);
  expect(await facts()).toEqual(['DocumentDrafted', 'DocumentSigned', 'DocumentNumbered']);
  bodyOf(await seal(documentId, beside(letter, agency), beside(annex, agency)));
  bodyOf(await clerk.post(`/documents/${documentId}/registration`, { filedBy: 'Văn phòng', copies: 0 }));
  bodyOf(await clerk.post(`/documents/${documentId}/issue`, { recipients: [recipient] }));
  const issued = await province.waitFor(documentStream(documentId), 'DocumentIssued');
  expect(issued.data).toMatchObject({ legalValue: 'original' });
});

it('a certificate that a new list revokes is refused a minute later, without a restart', async () => {
  const lists = async (revoked: readonly Holder[]) => {
    const entries = revoked.map(({ serial }) => ({ serial, at: fromNow(-1) }));
    const list = await revocationList(root, entries, { thisUpdate: fromNow(0), nextUpdate: fromNow(1) });
    await writeFile(join(folder, 'root.crl'), list);
    clock.set = new Date(Date.parse(clock.now()) + 60_000).toISOString();
  };
  const [before, after] = ['Công văn trước', 'Công văn sau'];
  await lists([]);
  bodyOf(await sign(await drafted(before), beside(before, person)));

  await lists([person]);
  const documentId = await drafted(after);
  expect(refusedFor(await sign(documentId, beside(after, person)))).toEqual([
    'document:signature-invalid',
    [expect.stringContaining('certificate-revoked')],
  ]);
  expect(await province.factsOf(documentStream(documentId))).toEqual(['DocumentDrafted']);

  await lists([]);
  bodyOf(await sign(documentId, beside(after, person)));
});
