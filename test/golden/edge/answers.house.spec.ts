import { createHash } from 'node:crypto';
import type { Operation, OperationName } from '@contracts';
import { localDate, localYear, type Role } from '@domain/codes';
import { deliveryStream } from '@domain/delivery';
import { type Answer, bodyOf } from '../../flows/edge';
import { type Twin, ValidBodies } from '../../flows/valid-bodies';
import { all, commandLines, type Deliver, nobodys, normal, now, strangerTo, uuids } from './command-lines';
import { expectKept } from './kept';

jest.setTimeout(300_000);

let house: ValidBodies;

beforeAll(async () => {
  house = await ValidBodies.start();
});
afterAll(() => house.stop());

/** Answers that tell of the process, of a trail that grows by itself or of many dates: only their shape is kept. */
const ofTheMoment: readonly OperationName[] = ['getStart', 'getReady', 'getLooks', 'getCalendar'];

function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shapeOf(each)]));
}

/** What a part tells of itself comes and goes: a problem, a lag. */
const keptOf = (name: OperationName, body: unknown): unknown =>
  name === 'getHealth' ? Object.keys(body as object) : ofTheMoment.includes(name) ? shapeOf(body) : body;

/** A token, its lifetime and what grew meanwhile stand in no line. */
const headers = ['allow', 'content-type', 'lienthong-position', 'location', 'retry-after', 'tus-resumable'];

function lineOf(name: OperationName, what: string, answer: Answer<unknown>): string {
  const told = headers.flatMap((header) => {
    const value = answer.headers.get(header);
    return value === null ? [] : [`${header}: ${normal(value)}`];
  });
  const isJson = answer.headers.get('content-type')?.includes('json') === true && answer.text !== '';
  const body = answer.status === 200 ? keptOf(name, answer.body) : answer.body;
  return `${name}, ${what}: ${answer.status} {${told.join(', ')}} ${isJson ? normal(JSON.stringify(body)) : ''}`;
}

const isOf =
  (...kinds: readonly Operation['kind'][]) =>
  ([, { kind }]: [OperationName, Operation]): boolean =>
    kinds.includes(kind);

async function questionLines(
  name: OperationName,
  operation: Operation,
  ids: Ids,
): Promise<readonly string[]> {
  const path = ids.filled(operation.path);
  const role = operation.allow === 'any' ? 'Clerk' : (operation.allow[0] as Role);
  const agency = /dossiers|hand-over/.test(path) ? 'H99' : 'H99.1';
  const visitor = await house.edge.as(agency, role);
  const needed = needs[name] ?? '';
  const lines = [
    lineOf(name, 'good', await visitor.get(path + needed)),
    lineOf(name, 'with a word unknown', await visitor.get(`${path}?toString=1`)),
    lineOf(name, 'without a token', await house.edge.withToken(undefined).get(path)),
    lineOf(name, 'of another agency', await (await house.edge.as('H99.3', role)).get(path + needed)),
  ];
  const stranger = strangerTo(operation);
  if (stranger !== undefined) {
    lines.push(lineOf(name, 'in another role', await (await house.edge.as(agency, stranger)).get(path)));
  }
  if (path !== operation.path) {
    const unknown = path.replace(uuids, nobodys).replace(/[0-9a-f]{64}/, 'f'.repeat(64)) + needed;
    lines.push(lineOf(name, 'of what is unknown', await visitor.get(unknown)));
  }
  return lines;
}

/** Words a question is not answered without. */
const needs: Partial<Record<OperationName, string>> = {
  getAgencyByCode: '?scheme=qd20&value=H99.1',
  getElectronicExchange: '',
  // One row: of two that are due at once, chance says which stands first.
  getDossiers: '?agency=H99.2',
  getDossierRegister: '?fromDate=2026-01-01',
  printDossierRegister: '?fromDate=2026-01-01',
  getLooks: `?agency=H99.1&fromDate=${localDate(now)}`,
  search: '?text=thử',
};

interface Ids {
  readonly filled: (path: string) => string;
}

it('answers every question as it did', async () => {
  const { path: activities } = (await house.table.recordActivity?.[0]?.()) as Twin;
  const [, , dossierId = ''] = activities.split('/');
  const handing = (await house.table.handOverDossiers?.[0]?.()) as Twin;
  const giver = await house.edge.as(handing.agency, handing.role);
  const { slipId } = bodyOf(await giver.post<{ slipId: string }>(handing.path, handing.body));
  const { path: abolition } = (await house.table.abolishProcedure?.[0]?.()) as Twin;
  const [, , procedure = ''] = abolition.split('/');
  const documentId = await house.clerks.arrived('H99.1', 'H99.2');
  const delivery = deliveryStream({ documentId, to: 'H99.2' });
  const { position } = await house.province.waitFor(delivery, 'DocumentArrived');
  const clerk = await house.edge.as('H99.1', 'Clerk');
  const view = bodyOf(
    // One projector writes every table: what is asked below is answered as of the arrival or later.
    await clerk.get<{ contents: readonly { sha256: string }[] }>(
      `/documents/${documentId}?after=${house.province.storeId}.${position}`,
    ),
  );
  const ids: Ids = {
    filled: (path) =>
      path
        .replace('{documentId}', documentId)
        .replace('{dossierId}', dossierId)
        .replace('{slipId}', slipId)
        .replace('{form}', 'control-slip')
        .replace('{code}', 'H99-990101-0001')
        .replace('{procedure}', procedure)
        .replace('{agency}', 'H99.1')
        .replace('{officer}', 'chuyenvien.01')
        .replace('{sha256}', view.contents[0]?.sha256 ?? '')
        .replace('{year}', String(localYear(now))),
  };
  const asked = isOf('query', 'open', 'public', 'download', 'print', 'stream');
  const questions = all.filter((row) => asked(row) && row[1].method === 'GET');
  const lines: string[] = [];
  for (const [name, operation] of questions) lines.push(...(await questionLines(name, operation, ids)));
  expectKept('questions', lines);
});

it('answers every command as it did', async () => {
  const lines: string[] = [];
  for (const [name, operation] of all.filter(isOf('command'))) {
    const alone: Deliver = async (visitor, commands) => {
      const told: string[] = [];
      for (const { what, path, body, headers } of commands) {
        const answer = await visitor.send<unknown>(operation.method, path, JSON.stringify(body), headers);
        told.push(lineOf(name, what, answer));
      }
      return told;
    };
    for (const twins of house.table[name] ?? []) {
      lines.push(...(await commandLines(house, [name, operation], twins, alone)));
    }
  }
  expectKept('commands', lines);
});

it('takes files as it did', async () => {
  const bytes = Buffer.from('Kính gửi: các cơ quan\n');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const drafter = await house.edge.as('H99.1', 'Drafter');
  const tus = { 'tus-resumable': '1.0.0' };
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const metadata = `sha256 ${base64(sha256)},filetype ${base64('text/plain')}`;
  const creation = {
    ...tus,
    'content-secrecy': 'none',
    'upload-length': String(bytes.length),
    'upload-metadata': metadata,
  };
  const part = { ...tus, 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' };
  const created = await drafter.send('POST', '/uploads', undefined, creation);
  const upload = new URL(created.headers.get('location') ?? '', house.edge.address).pathname;
  const half = bytes.subarray(0, 10);
  expectKept('files', [
    lineOf('putContent', 'good', await drafter.upload(sha256, bytes)),
    lineOf('putContent', 'once more', await drafter.upload(sha256, bytes)),
    lineOf('putContent', 'under another name', await drafter.upload('f'.repeat(64), bytes)),
    lineOf('putContent', 'with a mark', await drafter.upload(sha256, bytes, { 'content-secrecy': 'mat' })),
    lineOf('getUploadProtocol', 'good', await drafter.send('OPTIONS', '/uploads', undefined)),
    lineOf('createUpload', 'good', created),
    lineOf(
      'createUpload',
      'without a version',
      await drafter.send('POST', '/uploads', undefined, { ...creation, 'tus-resumable': '' }),
    ),
    lineOf('continueUpload', 'good', await drafter.send('PATCH', upload, half, part)),
    lineOf('continueUpload', 'at another offset', await drafter.send('PATCH', upload, half, part)),
    lineOf('getUploadOffset', 'good', await drafter.send('HEAD', upload, undefined, tus)),
    lineOf('endUpload', 'good', await drafter.send('DELETE', upload, undefined, tus)),
    lineOf('endUpload', 'once more', await drafter.send('DELETE', upload, undefined, tus)),
  ]);
});
