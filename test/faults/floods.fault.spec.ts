import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { localDate, localYear, type Role } from '@domain/codes';
import { quantile } from '../bench/pairs';
import { noLimits } from '../flows/no-limits';
import { issue, issueAuthority } from '../signing/authority';
import { longList } from '../signing/long-list';
import { makePdf, signPdf, withStore } from '../signing/pdf-maker';
import { ClientLog } from './client-log';
import { FaultHouse } from './fault-house';
import { Load } from './load';
import { paced } from './paced';

jest.setTimeout(20 * 60_000);

/** What another agency waits for its inbox under a flood, against what it waits beside the same flood elsewhere. */
const ratioMax = 3;
const pairs = 5;
const looks = 150;
/** An officer who looks all the time: well below what one may ask. */
const restMs = 25;
/** Looks until the generator runs and what an officer may send in one go is used up. */
const settling = 40;

const attacker = 'H99.1';
const victim = 'H99.2';
const year = localYear(new Date().toISOString());
const today = localDate(new Date().toISOString());

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly needsKey?: boolean;
}

/** Other suites ask faster than people do; this one wants the house as it is set up by itself. */
const usualLimits = Object.fromEntries(Object.keys(noLimits).map((name) => [name, '']));

let house: FaultHouse;
let load: Load;
let log: ClientLog;
let bare: { readonly process: ChildProcess; readonly url: string };
const children: ChildProcess[] = [];

beforeAll(async () => {
  house = await FaultHouse.start({ env: () => usualLimits });
  log = await ClientLog.open(house.file('client.log'));
  load = new Load(house, log);
  await load.found();
  await load.run({ width: 2 }, 20);
  const server = started('bare-server.cjs');
  const [address] = (await once(server.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  bare = { process: server, url: address.toString().trim() };
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  load.die();
  await log.close();
  await house.clear();
});

function started(program: string, ...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [join(__dirname, program), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

const as = async (role: Role) => ({ authorization: `Bearer ${await house.token(attacker, role)}` });
const json = { 'content-type': 'application/json' };
const uploading = { 'content-type': 'application/octet-stream', 'content-secrecy': 'none' };

/** As `attacker`. @throws when it is refused. */
async function asked(role: Role, method: string, path: string, body: Buffer | object, headers = {}) {
  const bytes = Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const key = { 'idempotency-key': randomUUID() };
  const answer = await load.ask(attacker, role, method, path, bytes, { ...json, ...key, ...headers });
  if (answer === undefined || answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer)}`);
  return answer.body;
}

async function drafted(bytes: Buffer, mediaType: string): Promise<{ documentId: string; sha256: string }> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await asked('Drafter', 'PUT', `/contents/${sha256}`, bytes, uploading);
  const contents = [{ sha256, size: bytes.length, mediaType, name: 'cong-van.pdf' }];
  const draft = { documentType: 'CV', subject: 'Về việc thử nghiệm', urgency: 'normal', contents };
  const { documentId = '' } = await asked('Drafter', 'POST', '/documents', draft);
  return { documentId, sha256 };
}

/** A PDF of 2 kB that takes a second to judge: a list of 419,000 revoked certificates, packed. */
async function costlySignature(): Promise<Request> {
  const root = await issueAuthority({ name: 'CN=Root of the test' });
  const person = await issue({ name: 'CN=Nguyễn Văn Mẫu' }, root);
  const signed = signPdf(makePdf('Cong van'), { signer: person });
  const pdf = withStore(signed, { lists: [longList(419_000)], packed: true });
  const { documentId, sha256 } = await drafted(pdf, 'application/pdf');
  const signatures = Array.from({ length: 50 }, () => ({ sha256, embedded: true }));
  const body = Buffer.from(JSON.stringify({ authority: 'head', position: 'Giám đốc', signatures }));
  const path = `/documents/${documentId}/signature`;
  return { method: 'POST', path, headers: { ...(await as('Leader')), ...json }, body, needsKey: true };
}

async function issueToNobody(): Promise<Request> {
  const documentId = await load.signed(attacker, 'Về việc không ai nhận');
  await load.number(attacker, documentId);
  for (const last of ['seal', 'registration']) {
    const body = last === 'seal' ? {} : { filedBy: 'Văn phòng', copies: 0 };
    await asked('Clerk', 'POST', `/documents/${documentId}/${last}`, body);
  }
  const recipients = Array.from({ length: 1_000 }, (_, n) => `H99.9${n}`);
  const path = `/documents/${documentId}/issue`;
  const body = Buffer.from(JSON.stringify({ recipients }));
  return { method: 'POST', path, headers: { ...(await as('Clerk')), ...json }, body, needsKey: true };
}

async function uploads(): Promise<Request> {
  const body = randomBytes(4 * 1024 ** 2);
  const sha256 = createHash('sha256').update(body).digest('hex');
  return {
    ...{ method: 'PUT', path: `/contents/${sha256}`, body },
    headers: { ...(await as('Drafter')), ...uploading },
  };
}

async function prints(): Promise<Request> {
  const letter = { arrivedDate: today, sender: 'Công ty B', symbol: '12/CV-CTB', documentDate: today };
  await paced(200, restMs, async (n) => {
    const entry = { ...letter, documentType: 'CV', subject: `Về việc thứ ${n}`, receiver: 'Phòng Tổng hợp' };
    await asked('Clerk', 'POST', `/registers/incoming/${year}/paper-entries`, entry);
  });
  return { method: 'GET', path: `/registers/incoming/${year}/print?format=pdf`, headers: await as('Clerk') };
}

/** Answers 99 % of looks into the inbox of another agency were not slower than, ms. */
async function p99Of(url: string, flood: string, request: object): Promise<number> {
  const file = house.file(`flood-${randomUUID()}.json`);
  await writeFile(file, JSON.stringify({ url, ...request }));
  const generator = started('flood.cjs', file);
  try {
    const times = await paced(settling + looks, restMs, async () => {
      const answer = await load.ask(victim, 'Clerk', 'GET', '/inbox');
      if (answer?.status !== 200) throw new Error(`${flood}: the inbox answered ${answer?.status}`);
    });
    return quantile(
      times.slice(settling).sort((a, b) => a - b),
      0.99,
    );
  } finally {
    generator.kill('SIGKILL');
    await once(generator, 'exit');
  }
}

it.each([
  ['50 scrapers without a token', 50, () => Promise.resolve({ method: 'GET', path: '/metrics' })],
  [
    '200 looks into an inbox at once',
    200,
    async () => ({ method: 'GET', path: '/inbox', headers: await as('Clerk') }),
  ],
  ['20 costly signatures at once', 20, costlySignature],
  ['20 issues to 1,000 unknown recipients at once', 20, issueToNobody],
  ['16 uploads of 4 MiB at once', 16, uploads],
  ['20 prints of a register at once', 20, prints],
] as const)(
  '%s: another agency waits no more than three times as long',
  async (flood, connections, requestOf) => {
    const { body, ...request }: Request = await requestOf();
    const bodyFile = body === undefined ? {} : { bodyFile: house.file(`body-${randomUUID()}`) };
    if (body !== undefined) await writeFile(bodyFile.bodyFile as string, body);
    const order = { ...request, ...bodyFile, connections };
    const ratios: number[] = [];
    const told: string[] = [];
    for (let pair = 0; pair < pairs; pair += 1) {
      const alone = await p99Of(bare.url, flood, order);
      const under = await p99Of(house.address, flood, order);
      ratios.push(under / alone);
      told.push(`${under.toFixed(0)}/${alone.toFixed(0)}`);
    }
    const ratio = quantile(
      ratios.sort((a, b) => a - b),
      0.5,
    );
    process.stdout.write(`${flood}: p99 ${ratio.toFixed(2)} of alone (${told.join(', ')} ms)\n`);
    expect(ratio).toBeLessThanOrEqual(ratioMax);
  },
);
