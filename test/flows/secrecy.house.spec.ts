import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { LocalIssuer } from '@adapters/identity';
import type { ElectronicExchange } from '@contracts';
import { type Answer, bodyOf, type Sent, Visitor } from './edge';
import { House } from './house';
import { officerId } from './province';

jest.setTimeout(300_000);

/** A word that stands nowhere else, brought to every place a secret could hide in. */
const wordOf = (): string => `BIMAT${randomBytes(16).toString('hex')}`;
const mark = wordOf();
const canaryOf = (place: string): string => `${place}-${mark}`;
const canaries = {
  subject: canaryOf('subject'),
  file: canaryOf('file'),
  body: canaryOf('body'),
  header: canaryOf('header'),
  officer: canaryOf('officer'),
};
const bytes = Buffer.from(`%PDF-1.7 ${canaries.body} Điều động lực lượng`);
const sha256 = createHash('sha256').update(bytes).digest('hex');
const agency = 'H99.1';

let folder: string;
let house: House;
let drafter: Visitor;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-secrecy-'));
  const args = ['--port', '0', '--data', folder, '--empty'];
  house = new House({ args, env: { LIENTHONG_LOG_LEVEL: 'debug' } });
  const [, address = ''] = await house.printed(/Ready: (http:\/\/127\.0\.0\.1:\d+)/);
  const issuer = await LocalIssuer.open(join(folder, 'identity'));
  const sub = officerId('Drafter', agency);
  const founder = await issuer.issue({ sub: 'khoi-tao', agency: 'H99', roles: ['Importer'] });
  await found(new Visitor(address, founder), sub);
  drafter = new Visitor(address, await issuer.issue({ sub, agency, roles: ['Drafter'] }));
});

/** The drafter's agency and the one above, and the drafter in post. */
async function found(founder: Visitor, officer: string): Promise<void> {
  const card = { name: 'Cơ quan Thử', abbreviation: 'CQT', tier: 'province' };
  bodyOf(await founder.put('/agencies/H99', card));
  bodyOf(await founder.put(`/agencies/${agency}`, { ...card, parent: 'H99' }));
  const post = { officer, displayName: 'Người Soạn', roles: ['Drafter'] };
  bodyOf(await founder.post(`/agencies/${agency}/officers`, post));
}

afterAll(async () => {
  await house.clear();
  await rm(folder, { recursive: true, force: true });
});

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const marked: Sent = { 'content-secrecy': 'toi-mat', 'x-subject': canaries.header };
const draft = (over: object): object => ({
  documentType: 'CV',
  subject: canaries.subject,
  urgency: 'normal',
  contents: [{ sha256, size: bytes.length, mediaType: 'application/pdf', name: `${canaries.file}.pdf` }],
  ...over,
});

/** Everything that brings a secret to the door; each is turned away. */
const secrets: Readonly<Record<string, () => Promise<Answer<unknown>>>> = {
  'an upload marked secret': () => drafter.upload(sha256, bytes, marked),
  'an upload that does not say it is none': () => drafter.upload(sha256, bytes, { 'content-secrecy': '' }),
  'a resumable upload marked secret': () =>
    drafter.send('POST', '/uploads', bytes, {
      'tus-resumable': '1.0.0',
      'upload-length': String(bytes.length),
      'upload-metadata': `filename ${base64(canaries.file)},sha256 ${base64(sha256)}`,
      'content-type': 'application/offset+octet-stream',
      ...marked,
    }),
  'a draft marked secret': () =>
    drafter.post('/documents', draft({ secrecy: 'mat' }), { traceparent: canaries.header }),
  'a draft that is malformed besides': () =>
    drafter.post('/documents', draft({ secrecy: { by: canaries.officer }, urgency: canaries.subject })),
};

it.each(Object.entries(secrets))('%s is refused, and its answer tells nothing of it', async (_, send) => {
  const answer = await send();
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('secret-content');
  for (const canary of Object.values(canaries)) expect(answer.text).not.toContain(canary);
});

const atOnce = 32;

it(`counts each of ${atOnce} that come at once`, async () => {
  const refuse = () => drafter.post('/documents', draft({ secrecy: 'mat' }));
  const answers = await Promise.all(Array.from({ length: atOnce }, refuse));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 422));
  await counted(Object.keys(secrets).length + atOnce);
});

/** The rows tell a count shortly after it was recorded; a lost one runs into the time limit of the test. */
async function counted(refused: number): Promise<void> {
  for (let told = -1; told !== refused; await pause(20)) {
    const { body } = await drafter.get<ElectronicExchange>('/statistics/electronic-exchange');
    told = body.refusedSecret;
    if (told > refused) throw new Error(`${told} refusals were counted, ${refused} were made`);
  }
}

it('leaves nothing behind but a count: no byte, name, header or hash in any folder, log, stream or row', async () => {
  house.signal('SIGINT');
  await house.end();
  const needles = [mark, sha256].flatMap(encodings);
  const found: string[] = [];
  let files = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    found.push(...needles.filter((needle) => path.includes(needle.toString('latin1'))).map(() => path));
    if (!entry.isFile()) continue;
    files += 1;
    if (await holdsAny(path, needles)) found.push(path);
  }
  expect(files).toBeGreaterThan(20);
  for (const needle of needles) {
    expect(house.output + house.complaint).not.toContain(needle.toString('latin1'));
  }
  expect(found).toEqual([]);
});

it('is looked for in a way that finds what is there', async () => {
  const canary = wordOf();
  for (const [index, needle] of encodings(canary).entries()) {
    const path = join(folder, `planted-${randomUUID()}-${index}`);
    const file = await open(path, 'w');
    // Across the border of two pieces that are read.
    await file.write(Buffer.concat([Buffer.alloc(pieceBytes - 5), needle, Buffer.from('rest')]));
    await file.close();
    expect(await holdsAny(path, encodings(canary))).toBe(true);
    await rm(path);
  }
});

/** As it is, in hex, in UTF-16 of both orders, and what base64 makes of its middle at each of three offsets. */
function encodings(text: string): readonly Buffer[] {
  const plain = Buffer.from(text);
  const wide = Buffer.from(text, 'utf16le');
  const base64 = [0, 1, 2].map((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), plain]).toString('base64');
    return Buffer.from(padded.slice(4, padded.length - 4));
  });
  const hex = plain.toString('hex');
  return [
    plain,
    Buffer.from(hex),
    Buffer.from(hex.toUpperCase()),
    wide,
    Buffer.from(wide).swap16(),
    ...base64,
  ];
}

const pieceBytes = 4 * 1024 * 1024;

/** Reads a file piece by piece, with enough of the one before that nothing is cut in two. */
async function holdsAny(path: string, needles: readonly Buffer[]): Promise<boolean> {
  const overlap = Math.max(...needles.map(({ length }) => length));
  const file = await open(path, 'r');
  try {
    const piece = Buffer.alloc(pieceBytes);
    for (let position = 0; ; position += pieceBytes - overlap) {
      const { bytesRead } = await file.read(piece, 0, pieceBytes, position);
      const read = piece.subarray(0, bytesRead);
      if (needles.some((needle) => read.includes(needle))) return true;
      if (bytesRead < pieceBytes) return false;
    }
  } finally {
    await file.close();
  }
}
