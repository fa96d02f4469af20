import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Answer, Edge, type Sent, type Visitor } from './edge';
import { type Province, startProvince } from './province';

/** Every MUST of tus 1.0.0 that binds a server: the core protocol and the extensions that are told of. */
const agency = 'H99.1';
const bytesMax = 1_000_000;

let province: Province;
let edge: Edge;
let clerk: Visitor;
beforeAll(async () => {
  const settings = { LIENTHONG_PORT: '0', LIENTHONG_CONTENT_MAX_BYTES: String(bytesMax) };
  province = await startProvince({ services: ['directory'], settings });
  await province.found();
  edge = await Edge.start(province.context);
  clerk = await edge.as(agency, 'Clerk');
});
afterAll(async () => {
  await edge.stop();
  await province.stop();
});

const tus = { 'tus-resumable': '1.0.0' };
const partType = { 'content-type': 'application/offset+octet-stream' };
const digest = (bytes: Uint8Array, algorithm = 'sha256', form: 'hex' | 'base64' = 'hex'): string =>
  createHash(algorithm).update(bytes).digest(form);
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const file = randomBytes(1_000);

const begin = (over: Sent = {}, body?: Uint8Array, bytes: Uint8Array = file): Promise<Answer> =>
  clerk.send('POST', '/uploads', body, {
    ...tus,
    'content-secrecy': 'none',
    'upload-length': String(bytes.length),
    'upload-metadata': `sha256 ${base64(digest(bytes))},filename ${base64('Phụ lục.pdf')},nothing`,
    ...over,
  });
const begun = async (): Promise<string> => (await begin()).headers.get('location') as string;
const send = (at: string, offset: number, part: Uint8Array, over: Sent = {}): Promise<Answer> =>
  clerk.send('PATCH', at, part, { ...tus, ...partType, 'upload-offset': String(offset), ...over });
const ask = (method: string, at: string, over: Sent = {}): Promise<Answer> =>
  clerk.send(method, at, undefined, { ...tus, ...over });
const offsetAt = async (at: string): Promise<string | null> =>
  (await ask('HEAD', at)).headers.get('upload-offset');
const sent = async (at: string, length = 400): Promise<string> => {
  await send(at, 0, file.subarray(0, length));
  return at;
};
/** An upload that was begun a day and more ago. */
async function expired(): Promise<string> {
  const at = await begun();
  const folder = join(province.context.configuration.dataDir, 'contents', 'resumable', agency);
  const path = join(folder, `${at.split('/').at(-1)}.json`);
  const old = new Date(Date.now() - 25 * 3_600_000);
  const said = JSON.parse(await readFile(path, 'utf8')) as object;
  await writeFile(path, JSON.stringify({ ...said, createdAt: old.toISOString() }));
  await utimes(path, old, old);
  return at;
}
const count = async (): Promise<number> =>
  (await readdir(join(province.context.configuration.dataDir, 'contents', 'resumable', agency))).length;

/** What an answer says: its status and the named headers, told as `status header=value …`. */
const says = ({ status, headers }: Answer, ...names: string[]): string =>
  [status, ...names.map((name) => `${name}=${headers.get(name) ?? 'absent'}`)].join(' ');

const unknown = '/uploads/6fa459ea-ee8a-5ca4-894e-db77e160355e';
const checksum = (part: Uint8Array, algorithm: string): Sent => ({
  'upload-checksum': `${algorithm} ${digest(part, algorithm, 'base64')}`,
});

type Must = readonly [must: string, tried: () => Promise<string>, answer: string | RegExp];
const musts: readonly Must[] = [
  [
    'HEAD: Upload-Offset, even if it is 0',
    async () => says(await ask('HEAD', await begun()), 'upload-offset'),
    '200 upload-offset=0',
  ],
  [
    'HEAD: Upload-Offset of what came',
    async () => says(await ask('HEAD', await sent(await begun())), 'upload-offset'),
    '200 upload-offset=400',
  ],
  [
    'HEAD: Upload-Offset of what is complete',
    async () => says(await ask('HEAD', await sent(await begun(), 1_000)), 'upload-offset'),
    '200 upload-offset=1000',
  ],
  [
    'HEAD: Upload-Length when it is known',
    async () => says(await ask('HEAD', await begun()), 'upload-length'),
    '200 upload-length=1000',
  ],
  [
    'HEAD: no-store',
    async () => says(await ask('HEAD', await begun()), 'cache-control'),
    '200 cache-control=no-store',
  ],
  [
    'HEAD: Upload-Metadata as it was told',
    async () => says(await ask('HEAD', await begun()), 'upload-metadata'),
    `200 upload-metadata=sha256 ${base64(digest(file))},filename ${base64('Phụ lục.pdf')},nothing`,
  ],
  [
    'HEAD: no Upload-Offset of what is not found',
    async () => says(await ask('HEAD', unknown), 'upload-offset'),
    '404 upload-offset=absent',
  ],
  [
    'PATCH: 204 and the new offset',
    async () => says(await send(await begun(), 0, file.subarray(0, 300)), 'upload-offset'),
    '204 upload-offset=300',
  ],
  [
    'PATCH: 204 and the new offset at the end',
    async () => says(await send(await begun(), 0, file), 'upload-offset'),
    '204 upload-offset=1000',
  ],
  [
    'PATCH: 415 of another type',
    async () => says(await send(await begun(), 0, file, { 'content-type': 'application/pdf' })),
    '415',
  ],
  [
    'PATCH: 415 of no type',
    async () => says(await send(await begun(), 0, file, { 'content-type': '' })),
    '415',
  ],
  [
    'PATCH: its type without regard to case',
    async () =>
      says(await send(await begun(), 0, file, { 'content-type': 'Application/Offset+Octet-Stream' })),
    '204',
  ],
  [
    'PATCH: 409 of another offset, and nothing is changed',
    async () => {
      const at = await sent(await begun());
      const early = await send(at, 300, file.subarray(300));
      const late = await send(at, 500, file.subarray(500));
      return [says(early), says(late), await offsetAt(at)].join(' ');
    },
    '409 409 400',
  ],
  [
    'PATCH: an offset is a non-negative integer',
    async () => {
      const at = await begun();
      const all = await Promise.all(
        ['-1', '1.5', 'x', ''].map((offset) => send(at, 0, file, { 'upload-offset': offset })),
      );
      return [...all.map((answer) => says(answer)), await offsetAt(at)].join(' ');
    },
    /^(?:4\d\d ){4}0$/,
  ],
  [
    'PATCH: never beyond the length that was told',
    async () => {
      const at = await sent(await begun());
      return [says(await send(at, 400, Buffer.alloc(700))), await offsetAt(at)].join(' ');
    },
    '413 400',
  ],
  ['PATCH: 404 of what is not there', async () => says(await send(unknown, 0, file)), '404'],
  [
    'OPTIONS: 204 or 200 and Tus-Version',
    async () => says(await ask('OPTIONS', '/uploads'), 'tus-version'),
    '204 tus-version=1.0.0',
  ],
  [
    'OPTIONS: Tus-Max-Size',
    async () => says(await ask('OPTIONS', '/uploads'), 'tus-max-size'),
    `204 tus-max-size=${bytesMax}`,
  ],
  [
    'OPTIONS: Tus-Extension',
    async () => says(await ask('OPTIONS', '/uploads'), 'tus-extension'),
    '204 tus-extension=creation,creation-with-upload,termination,expiration,checksum',
  ],
  [
    'OPTIONS: Tus-Resumable is ignored',
    async () => says(await ask('OPTIONS', '/uploads', { 'tus-resumable': '0.0.1' })),
    '204',
  ],
  [
    'Tus-Resumable: 412 and Tus-Version of another version',
    async () => says(await begin({ 'tus-resumable': '0.2.2' }), 'tus-version'),
    '412 tus-version=1.0.0',
  ],
  [
    'Tus-Resumable: 412 and Tus-Version of none',
    async () => says(await begin({ 'tus-resumable': '' }), 'tus-version'),
    '412 tus-version=1.0.0',
  ],
  [
    'Tus-Resumable: such a request is not processed',
    async () => {
      const [at, before] = [await sent(await begun()), await count()];
      const other = { 'tus-resumable': '2.0.0' };
      const all = [
        await begin(other),
        await send(at, 400, file.subarray(400), other),
        await ask('DELETE', at, other),
        await ask('HEAD', at, other),
      ];
      return [...all.map((answer) => says(answer)), await offsetAt(at), (await count()) - before].join(' ');
    },
    '412 412 412 412 400 0',
  ],
  [
    'X-HTTP-Method-Override: PATCH',
    async () => {
      const at = await begun();
      return says(
        await clerk.send('POST', at, file, {
          ...tus,
          ...partType,
          'upload-offset': '0',
          'x-http-method-override': 'PATCH',
        }),
        'upload-offset',
      );
    },
    '204 upload-offset=1000',
  ],
  [
    'X-HTTP-Method-Override: DELETE',
    async () => {
      const at = await begun();
      const answer = await ask('POST', at, { 'x-http-method-override': 'DELETE' });
      return [says(answer), says(await ask('HEAD', at))].join(' ');
    },
    '204 404',
  ],
  [
    'X-HTTP-Method-Override: HEAD',
    async () =>
      says(
        await ask('GET', await sent(await begun()), { 'x-http-method-override': 'HEAD' }),
        'upload-offset',
      ),
    '200 upload-offset=400',
  ],
  [
    'X-HTTP-Method-Override: the actual method is ignored',
    async () => {
      const at = await begun();
      return [says(await ask('DELETE', at, { 'x-http-method-override': 'HEAD' })), await offsetAt(at)].join(
        ' ',
      );
    },
    '200 0',
  ],
  [
    'creation: 201 and Location',
    async () => says(await begin(), 'location'),
    /^201 location=\/uploads\/[0-9a-f-]{36}$/,
  ],
  [
    'creation: 413 over Tus-Max-Size',
    async () => says(await begin({ 'upload-length': String(bytesMax + 1) })),
    '413',
  ],
  [
    'creation: a length is a non-negative integer',
    async () => {
      const all = await Promise.all(
        ['-1', '1.5', 'x', ''].map((length) => begin({ 'upload-length': length })),
      );
      return all.map((answer) => says(answer)).join(' ');
    },
    '400 400 400 400',
  ],
  [
    'creation: Upload-Defer-Length is not told of, and refused',
    async () => says(await begin({ 'upload-length': '', 'upload-defer-length': '1' })),
    '400',
  ],
  [
    'creation: Upload-Defer-Length other than 1 is 400',
    async () => says(await begin({ 'upload-length': '', 'upload-defer-length': '2' })),
    '400',
  ],
  [
    'creation: a file of 0 bytes has a problem of its own',
    async () => {
      const { status, body } = await begin({ 'upload-length': '0' });
      return `${status} ${String(body['type'])}`;
    },
    '422 urn:lienthong:problem:content:empty',
  ],
  [
    'creation: keys are unique and values are Base64',
    async () => {
      const told = `sha256 ${base64(digest(file))}`;
      const all = await Promise.all(
        [`${told},${told}`, `${told},a %`, `${told},`, `${told},a b c`].map((each) =>
          begin({ 'upload-metadata': each }),
        ),
      );
      return all.map((answer) => says(answer)).join(' ');
    },
    '400 400 400 400',
  ],
  [
    'creation-with-upload: Upload-Offset of what came',
    async () => says(await begin(partType, file.subarray(0, 200)), 'upload-offset'),
    '201 upload-offset=200',
  ],
  [
    'creation-with-upload: its type without regard to case',
    async () =>
      says(await begin({ 'content-type': 'APPLICATION/offset+octet-stream' }, file), 'upload-offset'),
    '201 upload-offset=1000',
  ],
  [
    'expiration: Upload-Expires of a creation, as a date of HTTP',
    async () => says(await begin(), 'upload-expires'),
    /^201 upload-expires=\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/,
  ],
  [
    'expiration: Upload-Expires of a part',
    async () => says(await send(await begun(), 0, file.subarray(0, 9)), 'upload-expires'),
    /^204 upload-expires=\w{3}, .* GMT$/,
  ],
  [
    'expiration: 404 or 410 of what took too long',
    async () => says(await send(await expired(), 0, file)),
    '410',
  ],
  [
    'checksum: the algorithms are told, SHA-1 among them',
    async () => says(await ask('OPTIONS', '/uploads'), 'tus-checksum-algorithm'),
    '204 tus-checksum-algorithm=sha1,sha256',
  ],
  ...['sha1', 'sha256'].flatMap((algorithm): Must[] => [
    [
      `checksum: 204 of a right ${algorithm}`,
      async () => says(await send(await begun(), 0, file, checksum(file, algorithm))),
      '204',
    ],
    [
      `checksum: 460 of a wrong ${algorithm}, and the part is dropped`,
      async () => {
        const at = await sent(await begun());
        const answer = await send(at, 400, file.subarray(400), checksum(file, algorithm));
        return [says(answer), await offsetAt(at)].join(' ');
      },
      '460 400',
    ],
  ]),
  [
    'checksum: 400 of another algorithm, and the part is dropped',
    async () => {
      const at = await sent(await begun());
      const answers = [
        await send(at, 400, file.subarray(400), checksum(file.subarray(400), 'md5')),
        await send(at, 400, file.subarray(400), { 'upload-checksum': 'SHA1 x' }),
      ];
      return [...answers.map((answer) => says(answer)), await offsetAt(at)].join(' ');
    },
    '400 400 400',
  ],
  [
    'termination: 204, and gone',
    async () => {
      const at = await sent(await begun());
      return [
        says(await ask('DELETE', at)),
        says(await ask('HEAD', at)),
        says(await send(at, 400, file.subarray(400))),
      ].join(' ');
    },
    '204 404 404',
  ],
];

it.each(musts)('%s', async (_, tried, answer) =>
  expect(await tried()).toEqual(typeof answer === 'string' ? answer : expect.stringMatching(answer)),
);

it('every answer bears Tus-Resumable, whatever it says', async () => {
  const nobody = edge.withToken('x');
  const at = await begun();
  const answers = [
    await ask('OPTIONS', '/uploads'),
    await begin(),
    await begin({ 'tus-resumable': '0.2.2' }),
    await begin({ 'upload-length': 'x' }),
    await begin({ 'content-secrecy': 'mat' }),
    await ask('HEAD', at),
    await ask('HEAD', unknown),
    await send(at, 7, file),
    await send(at, 0, file, { 'content-type': 'text/plain' }),
    await send(at, 0, file),
    await ask('DELETE', at),
    await ask('GET', at),
    await ask('POST', at, { 'x-http-method-override': 'BREW' }),
    await nobody.send('PATCH', at, file, { ...tus, ...partType }),
  ];
  const told = answers.map(({ status, headers }) => [status, headers.get('tus-resumable')]);
  expect(told).toEqual(answers.map(({ status }) => [status, '1.0.0']));
  expect(new Set(told.map(([status]) => status))).toEqual(
    new Set([204, 201, 412, 400, 422, 200, 404, 409, 415, 405, 401]),
  );
});
