import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { DocumentDrafted } from '@contracts';
import { subjects } from '@contracts';
import { type Holder, issue, issueAuthority, sha256Of } from '../signing/authority';
import { longList } from '../signing/long-list';
import { makePdf, signPdf, withStore } from '../signing/pdf-maker';
import { bodyOf, Edge, problemIn, type Visitor } from './edge';
import { accepted, officerId, type Province, startProvince } from './province';

const sender = 'H99.1';
const signing = { authority: 'head', position: 'Giám đốc' };
/** Milliseconds; wanted is a tenth of it, which a machine that does something else besides does not always give. */
const delayMax = 500;

let folder: string;
let province: Province;
let edge: Edge;
let drafter: Visitor;
let leader: Visitor;
let person: Holder;

beforeAll(async () => {
  const fromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const life = { notBefore: fromNow(-30), notAfter: fromNow(365) };
  const root = await issueAuthority({ name: 'CN=Root of the test', ...life });
  person = await issue({ name: 'CN=Nguyễn Văn Mẫu', ...life }, root);
  folder = await mkdtemp(join(tmpdir(), 'trust-roots-'));
  await writeFile(join(folder, 'root.cer'), root.der);
  province = await startProvince({
    services: ['directory', 'exchange'],
    settings: {
      LIENTHONG_PORT: '0',
      LIENTHONG_TRUST_ROOTS: folder,
      LIENTHONG_SIGNATURE_QUEUE_MAX: '2',
    },
  });
  await province.found();
  edge = await Edge.start(province.context);
  [drafter, leader] = [await edge.as(sender, 'Drafter'), await edge.as(sender, 'Leader')];
  const body = { certificate: person.sha256, officer: officerId('Leader', sender) };
  accepted(
    await province.officer('H99', 'Operator').command(subjects.registerCertificate, { agency: sender }, body),
  );
});
afterAll(async () => {
  await edge.stop();
  await province.stop();
  await rm(folder, { recursive: true, force: true });
});

async function drafted(pdf: Buffer) {
  const sha256 = sha256Of(pdf);
  bodyOf(await drafter.upload(sha256, pdf));
  const contents = [{ sha256, size: pdf.length, mediaType: 'application/pdf', name: 'cong-van.pdf' }];
  const draft = { documentType: 'CV', subject: 'Về việc thử nghiệm', urgency: 'normal', contents };
  const { documentId } = bodyOf(await drafter.post<DocumentDrafted>('/documents', draft));
  return { documentId, inside: { sha256, embedded: true } };
}

const sign = (documentId: string, signatures: readonly object[]) =>
  leader.post(`/documents/${documentId}/signature`, { ...signing, signatures });

const signedSaying = (words: string) => signPdf(makePdf(words), { signer: person });

/** Signs three documents, each signature named 50 times, and tells what the loop of the service was held up. */
async function watched(pdf: Buffer) {
  const documents = [await drafted(pdf), await drafted(pdf), await drafted(pdf)];
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const begun = performance.now();
  for (const { documentId, inside } of documents) {
    bodyOf(
      await sign(
        documentId,
        Array.from({ length: 50 }, () => inside),
      ),
    );
    expect(await province.factsOf(`document-${documentId}`)).toEqual(['DocumentDrafted', 'DocumentSigned']);
  }
  const took = performance.now() - begun;
  delay.disable();
  const [most, p99] = [delay.max / 1e6, delay.percentile(99) / 1e6];
  return {
    most,
    told: `${took.toFixed(0)} ms, delay p99 ${p99.toFixed(1)} ms, at most ${most.toFixed(1)} ms`,
  };
}

it('a list of 419,000 packed entries, named 50 times in each of several commands, holds nobody up', async () => {
  const usual = await watched(signedSaying('Cong van so 1'));
  const lists = [longList(419_000)];
  const long = await watched(withStore(signedSaying('Cong van'), { lists, packed: true }));
  process.stdout.write(`3 commands: ${long.told}; without the list: ${usual.told}\n`);
  expect(long.most).toBeLessThan(delayMax);
});

it('who comes when too many wait is told to come back, and may', async () => {
  const { documentId, inside } = await drafted(signedSaying('Cong van so 3'));
  const crowd = await Promise.all(Array.from({ length: 24 }, () => drafted(signedSaying('Cong van so 4'))));
  const answers = await Promise.all(crowd.map((each) => sign(each.documentId, [each.inside])));
  const refused = answers.filter(({ status }) => status !== 200);
  expect(refused.length).toBeGreaterThan(0);
  for (const answer of refused) {
    expect(problemIn(answer)).toMatchObject({
      type: 'urn:lienthong:problem:document:too-many-being-judged',
      retry: 'later',
    });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
  }
  bodyOf(await sign(documentId, [inside]));
});
