import { randomUUID } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dossierStream } from '@domain/dossier';
import { type Holder, issue, issueAuthority, sha256Of } from '../signing/authority';
import { makeCms } from '../signing/cms-maker';
import { Clerks } from './clerks';
import { DossierBodies } from './dossier-bodies';
import { Edge } from './edge';
import { officerId, type Province, startProvince } from './province';

jest.setTimeout(120_000);

const agency = 'H99';
const now = () => new Date().toISOString();

let province: Province;
let edge: Edge;
let clerks: Clerks;
let dossiers: DossierBodies;
let person: Holder;
let seal: Holder;
beforeAll(async () => {
  const root = await issueAuthority({ name: 'CN=Root of the test', notBefore: '2020-01-01T00:00:00Z' });
  const life = { notBefore: '2025-01-01T00:00:00Z', notAfter: '2035-01-01T00:00:00Z' };
  person = await issue({ name: 'CN=Nguyễn Văn Mẫu', ...life }, root);
  seal = await issue({ name: 'CN=Trung tâm', ...life }, root);
  const folder = await mkdtemp(join(tmpdir(), 'trust-roots-'));
  await writeFile(join(folder, 'root.cer'), root.der);
  province = await startProvince({
    services: ['directory', 'exchange', 'dossiers'],
    settings: { LIENTHONG_PORT: '0', LIENTHONG_TRUST_ROOTS: folder },
  });
  await province.found();
  edge = await Edge.start(province.context);
  clerks = new Clerks(province, edge);
  dossiers = new DossierBodies(clerks, province, () => Promise.reject(new Error('not asked for here')));
  const certificates = `/agencies/${agency}/certificates`;
  const officer = officerId('Leader', agency);
  await clerks.act(agency, 'Operator', certificates, { certificate: person.sha256, officer });
  await clerks.act(agency, 'Operator', certificates, { certificate: seal.sha256 });
});
afterAll(async () => {
  await edge?.stop();
  await province?.stop();
});

const signatureOf = (file: string, signer: Holder) => ({
  signatures: [
    {
      sha256: sha256Of(file),
      cms: Buffer.from(makeCms(Buffer.from(file), { signer, at: now() })).toString('base64'),
    },
  ],
});

/** Of an agency, as far as numbered; sealed by whoever asks for it. */
async function numbered(file: string, of = agency, isSigned = true) {
  const draft = { documentType: 'QD', subject: 'Cấp giấy phép', urgency: 'normal' };
  const contents = [await province.upload(of, file)];
  const { documentId } = await clerks.act<{ documentId: string }>(of, 'Drafter', '/documents', {
    ...{ ...draft, contents },
  });
  const path = `/documents/${documentId}`;
  const signing = { authority: 'head', position: 'Giám đốc', ...(isSigned ? signatureOf(file, person) : {}) };
  await clerks.act(of, 'Leader', `${path}/signature`, signing);
  const { number, symbol } = await clerks.act<{ number: number; symbol: string }>(
    ...([of, 'Clerk', `${path}/number`] as const),
  );
  const sealWith = (more: object) => clerks.act(of, 'Clerk', `${path}/seal`, more as Record<string, unknown>);
  return { documentId, number, symbol, sealWith };
}

/** A dossier whose result, these bytes, was approved with the person's certificate. */
async function approved(file: string): Promise<string> {
  const path = await dossiers.inProcess();
  const outcome = 'granted';
  await clerks.act(agency, 'Leader', `${path}/result`, { outcome, appraisal: 'Đủ điều kiện' });
  const approval = { outcome, sha256: sha256Of(file), certificate: person.sha256 };
  await clerks.act(agency, 'Leader', `${path}/result/approval`, approval);
  return path;
}

const refused = (path: string, documentId: string) =>
  clerks.refused(agency, 'Clerk', `${path}/result/document`, { documentId });

it('the result of a dossier is a document of its agency: number, symbol, signatures and seal are those', async () => {
  const file = `Giấy phép ${randomUUID()}`;
  const path = await approved(file);
  const { documentId, number, symbol, sealWith } = await numbered(file);
  expect(await refused(path, documentId)).toBe('dossier:result-document-not-sealed');
  await sealWith(signatureOf(file, seal));
  await clerks.act(agency, 'Clerk', `${path}/result/document`, { documentId });

  const stream = dossierStream(path.slice('/dossiers/'.length));
  const recorded = await province.waitFor(stream, 'ResultNumbered');
  expect(recorded.data).toMatchObject({ symbol, document: { documentId, number } });
  const sealed = await province.waitFor(stream, 'ResultSealed');
  expect(sealed.data).toMatchObject({ certificate: seal.sha256 });
  expect(await refused(path, documentId)).toBe('dossier:not-at-this-stage');
});

it('is refused by name when the document is another agency’s, another one, or nobody signed it', async () => {
  const file = `Giấy phép ${randomUUID()}`;
  const path = await approved(file);
  const theirs = await numbered(file, 'H99.1', false);
  await theirs.sealWith({});
  for (const documentId of [theirs.documentId, randomUUID()])
    expect(await refused(path, documentId)).toBe('dossier:result-document-not-found');

  const another = `Giấy khác ${randomUUID()}`;
  const other = await numbered(another);
  await other.sealWith(signatureOf(another, seal));
  expect(await refused(path, other.documentId)).toBe('dossier:result-document-differs');

  const unsigned = await numbered(file, agency, false);
  await unsigned.sealWith(signatureOf(file, seal));
  expect(await refused(path, unsigned.documentId)).toBe('dossier:result-signature-missing');
});
