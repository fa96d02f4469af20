import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DocumentDrafted } from '@contracts';
import { type Holder, issue, issueAuthority, sha256Of } from '../signing/authority';
import { makePdf, signPdf } from '../signing/pdf-maker';
import { alone } from '../signing/pdf-shapes';
import { bodyOf, Edge, problemIn, type Visitor } from './edge';
import { type Province, startProvince } from './province';

const sender = 'H99.1';

let folder: string;
let province: Province;
let edge: Edge;
let [drafter, leader]: Visitor[] = [];
let person: Holder;

beforeAll(async () => {
  const root = await issueAuthority({ name: 'CN=Root of the test' });
  person = await issue({ name: 'CN=Nguyễn Văn Mẫu' }, root);
  folder = await mkdtemp(join(tmpdir(), 'trust-roots-'));
  await writeFile(join(folder, 'root.cer'), root.der);
  province = await startProvince({
    services: ['directory', 'exchange'],
    settings: {
      LIENTHONG_PORT: '0',
      LIENTHONG_TRUST_ROOTS: folder,
      // The least there is: what costs a tenth of a second of a core is over it everywhere.
      LIENTHONG_SIGNATURE_DEADLINE_MS: '100',
    },
  });
  await province.found();
  edge = await Edge.start(province.context);
  [drafter, leader] = [await edge.as(sender, 'Drafter'), await edge.as(sender, 'Leader')];
});
afterAll(async () => {
  await edge.stop();
  await province.stop();
  await rm(folder, { recursive: true, force: true });
});

async function signed(pdf: Buffer) {
  const sha256 = sha256Of(pdf);
  bodyOf(await (drafter as Visitor).upload(sha256, pdf));
  const contents = [{ sha256, size: pdf.length, mediaType: 'application/pdf', name: 'cong-van.pdf' }];
  const draft = { documentType: 'CV', subject: 'Về việc thử nghiệm', urgency: 'normal', contents };
  const { documentId } = bodyOf(await (drafter as Visitor).post<DocumentDrafted>('/documents', draft));
  const body = { authority: 'head', position: 'Giám đốc', signatures: [{ sha256, embedded: true }] };
  const answer = await (leader as Visitor).post(`/documents/${documentId}/signature`, body);
  return { answer, facts: await province.factsOf(`document-${documentId}`) };
}

/** 20 MB in 20,000 objects with 8 signatures over them: read and hashed for some tenths of a second. */
function costly(): Buffer {
  let file = alone(20_000, 900, true).pdf;
  for (let left = 8; left > 0; left--) file = signPdf(file, { signer: person });
  return file;
}

it('a file over the time that is given to one is refused by its own name, and nothing is recorded', async () => {
  const { answer, facts } = await signed(costly());
  expect([answer.status, problemIn(answer)]).toEqual([
    422,
    expect.objectContaining({
      type: 'urn:lienthong:problem:document:too-costly-to-judge',
      retry: 'after-change',
      detailVi: expect.stringContaining('bộ nhớ') as unknown,
    }),
  ]);
  expect(facts).toEqual(['DocumentDrafted']);
  const small = signPdf(makePdf('Cong van'), { signer: person });
  expect(JSON.stringify((await signed(small)).answer.body)).not.toContain('service:');
});
