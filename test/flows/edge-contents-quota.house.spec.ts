import { createHash, randomBytes } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { configuration } from '@runtime';
import { Edge, problemIn, type Visitor } from './edge';
import { type Province, startProvince } from './province';

const kibibyte = 1024;
const settings = {
  LIENTHONG_PORT: '0',
  LIENTHONG_UPLOAD_QUOTA_BYTES: String(100 * kibibyte),
  LIENTHONG_OFFICER_UPLOADS_MAX: '3',
};

let province: Province;
let edge: Edge;

beforeAll(async () => {
  province = await startProvince({ services: ['directory'], settings });
  await province.found();
  edge = await Edge.start(province.context);
});
afterAll(async () => {
  await edge.stop();
  await province.stop();
});

const problem = (name: string) => `urn:lienthong:problem:content:${name}`;
const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const whole = async (visitor: Visitor, size: number) => {
  const bytes = randomBytes(size);
  const sha256 = sha256Of(bytes);
  return { sha256, answer: await visitor.upload(sha256, bytes) };
};

const begin = (visitor: Visitor, size: number, bytes = randomBytes(size)) =>
  visitor.send<unknown>('POST', '/uploads', undefined, {
    'tus-resumable': '1.0.0',
    'upload-length': String(size),
    'upload-metadata': `sha256 ${Buffer.from(sha256Of(bytes)).toString('base64')}`,
    'content-secrecy': 'none',
  });
const end = (visitor: Visitor, at: string) =>
  visitor.send('DELETE', new URL(at, edge.address).pathname, undefined, { 'tus-resumable': '1.0.0' });

/** The gateway starts again on the same folder. */
async function restart(over: NodeJS.ProcessEnv = {}): Promise<void> {
  await edge.stop();
  const changed = configuration({
    LIENTHONG_DATA_DIR: province.context.configuration.dataDir,
    LIENTHONG_DISK_RESERVE_BYTES: '0',
    LIENTHONG_DISK_RESERVE_PERCENT: '0',
    ...settings,
    ...over,
  });
  edge = await Edge.start({ ...province.context, configuration: changed });
}

it('takes what an officer may have waiting and no more, over a restart, until a command keeps it', async () => {
  const clerk = await edge.as('H99.1', 'Clerk');
  const kept = await whole(clerk, 60 * kibibyte);
  expect(kept.answer.status).toBe(201);
  const over = await whole(clerk, 50 * kibibyte);
  expect(problemIn(over.answer)).toMatchObject({
    type: problem('quota-reached'),
    status: 429,
    retry: 'later',
  });
  expect(over.answer.headers.get('retry-after')).toBe('600');
  expect((await whole(await edge.as('H99.1', 'Leader'), 50 * kibibyte)).answer.status).toBe(201);

  await restart();
  const again = edge.withToken(clerk.token);
  expect((await whole(again, 50 * kibibyte)).answer.status).toBe(429);
  expect((await begin(again, 50 * kibibyte)).status).toBe(429);
  await province.contentStore.keep('H99.1', kept.sha256);
  await restart();
  expect((await whole(edge.withToken(clerk.token), 50 * kibibyte)).answer.status).toBe(201);
});

it('counts bytes of which nobody said how many come', async () => {
  const clerk = await edge.as('H99.2', 'Clerk');
  const bytes = randomBytes(300 * kibibyte);
  async function* pieces() {
    for (let from = 0; from < bytes.length; from += 10_000) yield bytes.subarray(from, from + 10_000);
  }
  const answer = await fetch(`${edge.address}/contents/${sha256Of(bytes)}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${clerk.token}`, 'content-secrecy': 'none' },
    body: pieces(),
    duplex: 'half',
  });
  expect([answer.status, ((await answer.json()) as { type: string }).type]).toEqual([
    429,
    problem('quota-reached'),
  ]);
  // On the same connection, where it is kept.
  expect((await clerk.get('/me')).status).toBe(200);
});

it('takes so many unfinished uploads of an officer, over a restart, those begun at once included', async () => {
  const clerk = await edge.as('H99.3', 'Clerk');
  const answers = await Promise.all(Array.from({ length: 8 }, () => begin(clerk, 10)));
  const [taken, refused] = [201, 429].map((status) => answers.filter((answer) => answer.status === status));
  expect([taken?.length, refused?.length]).toEqual([3, 5]);
  expect(problemIn(refused?.[0] as (typeof answers)[0]).type).toBe(problem('too-many-uploads'));
  expect((await begin(await edge.as('H99.3', 'Leader'), 10)).status).toBe(201);
  await restart();
  const again = edge.withToken(clerk.token);
  expect((await begin(again, 10)).status).toBe(429);
  await end(again, taken?.[0]?.headers.get('location') ?? '');
  expect((await begin(again, 10)).status).toBe(201);
});

it('counts an upload in parts with all it will have', async () => {
  const clerk = await edge.as('H99.4', 'Clerk');
  const begun = await begin(clerk, 80 * kibibyte);
  expect(begun.status).toBe(201);
  expect((await whole(clerk, 30 * kibibyte)).answer.status).toBe(429);
  await end(clerk, begun.headers.get('location') ?? '');
  expect((await whole(clerk, 30 * kibibyte)).answer.status).toBe(201);
});

it('stops uploads, and nothing else, where the disk has no more than its reserve', async () => {
  await restart({ LIENTHONG_DISK_RESERVE_BYTES: String(1024 ** 5) });
  const clerk = await edge.as('H99.4', 'Drafter');
  const { answer } = await whole(clerk, 10);
  expect(problemIn(answer)).toMatchObject({ type: problem('disk-reserve'), status: 507, retry: 'later' });
  expect(answer.headers.get('retry-after')).toBe('60');
  expect((await begin(clerk, 10)).status).toBe(507);
  expect((await clerk.get('/me')).status).toBe(200);
});

it('leaves nothing of what was refused', async () => {
  const incoming = join(province.context.configuration.dataDir, 'contents', 'incoming');
  const files = await readdir(incoming, { recursive: true });
  const whole = files.filter((file) => /[0-9a-f]{64}$/.test(file));
  const sizes = await Promise.all(whole.map((file) => stat(join(incoming, file))));
  expect(files.filter((file) => file.includes('.receiving-'))).toEqual([]);
  const bytes = sizes.reduce((sum, { size }) => sum + size, 0);
  expect(bytes).toBe((60 + 50 + 50 + 30) * kibibyte);
});
