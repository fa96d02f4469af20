import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { type Judged, judgeFile } from '../../apps/gateway/src/contents/inspection/inspect-content';
import { honest } from './honest-files';
import { hostile } from './hostile-files';
import * as made from './made-files';
import { type ZipEntry, zipOf } from './zip-bytes';

/** `MUTATION_RUNS=10000 npm run jest -- test/flows/edge-contents-mutations.spec.ts`, with `MUTATION_SEED` again. */
const numRuns = Number(process.env['MUTATION_RUNS'] ?? 60);
const seed = Number(process.env['MUTATION_SEED'] ?? 20_261_130);

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'mutations-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function judged(bytes: Uint8Array, declared?: string): Promise<Judged> {
  const path = join(folder, 'file');
  await writeFile(path, bytes);
  return judgeFile(path, declared);
}

const every = <T extends unknown[]>(
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  holds: (...values: T) => Promise<void>,
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(fc.tuple<T>(...arbitraries), (values) => holds(...values)),
    { numRuns, seed },
  );

const rows = [...honest, ...Object.values(hostile).flat()];
const files = rows.map(([, bytes]) => Buffer.from(bytes)).filter(({ length }) => length < 200_000);
const bytesUpTo = (maxLength: number) => fc.uint8Array({ maxLength }).map((bytes) => Buffer.from(bytes));
const place = fc.double({ min: 0, max: 1, noNaN: true });

type Change = (bytes: Buffer) => Buffer;
const at = (bytes: Buffer, where: number): number => Math.floor(where * bytes.length);
const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(place, fc.nat(255)).map(([where, value]): Change => (bytes) => {
    const changed = Buffer.from(bytes);
    if (changed.length > 0) changed[Math.min(at(bytes, where), changed.length - 1)] = value;
    return changed;
  }),
  place.map(
    (where): Change =>
      (bytes) =>
        bytes.subarray(0, at(bytes, where)),
  ),
  fc.tuple(place, bytesUpTo(300)).map(([where, more]): Change => (bytes) => {
    const from = at(bytes, where);
    return Buffer.concat([bytes.subarray(0, from), more, bytes.subarray(from)]);
  }),
  fc.tuple(place, place).map(
    ([from, to]): Change =>
      (bytes) =>
        Buffer.concat([bytes.subarray(0, at(bytes, from)), bytes.subarray(at(bytes, to))]),
  ),
  fc
    .tuple(place, fc.constantFrom(0xffffffff, 0, 1, 0x7fffffff, 0x06054b50))
    .map(([where, value]): Change => (bytes) => {
      const changed = Buffer.from(bytes);
      if (changed.length >= 4) changed.writeUInt32LE(value, Math.min(at(bytes, where), changed.length - 4));
      return changed;
    }),
  fc.nat(files.length - 1).map(
    (other): Change =>
      (bytes) =>
        Buffer.concat([bytes, files[other] as Buffer]),
  ),
);

it(
  'whatever bytes a file has, it is judged',
  () =>
    every(
      [fc.nat(files.length - 1), fc.array(changes, { minLength: 1, maxLength: 4 })],
      async (file, all) => {
        const bytes = all.reduce((each, change) => change(each), files[file] as Buffer);
        const { mediaType, refusal } = await judged(bytes, 'application/pdf');
        expect(mediaType).toMatch(/^[a-z0-9.+-]+\/[a-z0-9.+-]+$/);
        expect(refusal === undefined || (refusal.detail !== '' && refusal.detailVi !== '')).toBe(true);
      },
    ),
  600_000,
);

const isTold = async (bytes: Uint8Array, ...expected: string[]): Promise<void> => {
  for (const declared of [undefined, 'application/pdf', 'application/zip', 'text/plain'])
    expect(expected).toContain((await judged(bytes, declared)).refusal?.problem);
};

const harmlessName = fc.stringMatching(/^[a-z]{1,8}\.(pdf|docx|txt)$/);
const harmless: fc.Arbitrary<ZipEntry> = fc.record({ name: harmlessName, bytes: bytesUpTo(60) });
const ofProgram = fc
  .tuple(
    fc.constantFrom('exe', 'scr', 'bat', 'ps1', 'hta', 'vbs', 'lnk', 'js', 'wsf', 'url', 'cmd', 'com', 'jar'),
    fc.constantFrom('', ' ', '.', ' . ', '::$DATA', '\u200b', ':x'),
    fc.constantFrom('', 'a/', 'a\\b/', 'phụ lục/', 'x\u202e', 'hoa-don.pdf'),
    fc.boolean(),
  )
  .map(([ending, end, begin, isUpper]) => `${begin}a.${isUpper ? ending.toUpperCase() : ending}${end}`);
const before = fc.oneof(
  bytesUpTo(2_000),
  fc.nat(files.length - 1).map((index) => files[index] as Buffer),
);
const refusedAnyway = ['content:executable', 'content:type-not-taken', 'content:password-protected'];

describe('what keeps a file working does not hide it', () => {
  it(
    'a program in a zip: other entries, bytes before and behind, a type of its own',
    () =>
      every(
        [ofProgram, fc.array(harmless, { maxLength: 5 }), fc.nat(5), before, bytesUpTo(500), fc.boolean()],
        async (name, others, index, front, behind, isNamed) => {
          const program = { name, bytes: 'x' };
          const first = isNamed ? [{ name: 'mimetype', bytes: made.officeTypes.odt }] : [];
          const entries = [...first, ...others.slice(0, index), program, ...others.slice(index)];
          await isTold(Buffer.concat([front, zipOf(entries), behind]), ...refusedAnyway);
        },
      ),
    600_000,
  );

  it(
    'a program that is a zip: other entries, bytes before and behind, a type of its own',
    () =>
      every(
        [
          fc.constantFrom(
            'META-INF/MANIFEST.MF',
            'meta-inf/manifest.mf',
            'AndroidManifest.xml',
            'classes.dex',
          ),
          fc.array(harmless, { maxLength: 5 }),
          before,
          bytesUpTo(500),
          fc.constantFrom(made.officeTypes.odt, 'application/pdf', 'application/epub+zip'),
        ],
        async (name, others, front, behind, type) => {
          const entries = [
            { name: 'mimetype', bytes: type },
            ...others,
            { name },
            { name: 'word/document.xml' },
          ];
          await isTold(Buffer.concat([front, zipOf(entries), behind]), ...refusedAnyway);
        },
      ),
    600_000,
  );

  it(
    'macros: whatever else is in the file, it is no file without them',
    () =>
      every(
        [fc.array(harmless, { maxLength: 5 }), bytesUpTo(300), fc.boolean()],
        async (others, behind, isRenamed) => {
          const macros = isRenamed ? { name: 'word/x.bin' } : made.withMacros('word');
          const types = isRenamed ? '<Override ContentType="application/vnd.ms-office.vbaProject"/>' : '';
          const entries = [
            { name: 'mimetype', bytes: made.officeTypes.odt },
            { name: '[Content_Types].xml', bytes: types },
            { name: 'word/document.xml' },
            ...others,
            macros,
          ];
          const bytes = Buffer.concat([zipOf(entries), behind]);
          for (const declared of [made.officeTypes.docx, made.officeTypes.odt, 'application/pdf'])
            expect((await judged(bytes, declared)).refusal?.problem).toBe('content:type-mismatch');
        },
      ),
    600_000,
  );

  it(
    'a program of Windows: anything between its headers and behind them',
    () =>
      every(
        [fc.uint8Array({ minLength: 58, maxLength: 58 }), fc.nat(255), bytesUpTo(900)],
        async (head, filler, behind) => {
          const program = made.windowsProgram(filler);
          Buffer.from(head).copy(program, 2);
          await isTold(Buffer.concat([program, behind]), 'content:executable');
        },
      ),
    600_000,
  );

  it(
    'an installer: anything behind it',
    () =>
      every([bytesUpTo(900), before], async (behind, more) => {
        const installer = made.compoundOf(['a', 'Workbook'], '84100c0000000000c000000000000046');
        await isTold(Buffer.concat([installer, behind, more]), ...refusedAnyway);
      }),
    600_000,
  );

  it(
    'a disk image: anything in its first 32 KiB and behind it',
    () =>
      every([before, bytesUpTo(900)], async (front, behind) => {
        const image = made.iso();
        front.copy(image, 0, 0, Math.min(front.length, 0x8000));
        await isTold(Buffer.concat([image, behind]), ...refusedAnyway);
      }),
    600_000,
  );

  const line = fc.stringMatching(/^[a-z0-9 ,.;:()-]{0,60}$/);
  const begun = fc.constantFrom('', '   ', '\uFEFF', 'x');
  const scripts: readonly (readonly [string, readonly string[]])[] = [
    ['@echo off', ['rem x', ':: x', '', 'GIF89a', '%PDF-1.7', 'BM', 'x']],
    ['[InternetShortcut]', ['; x', '', '[x]', 'x=1', '%PDF-1.7']],
    ['var a = new ActiveXObject("WScript.Shell")', ['// x', '', 'GIF89a=1;', 'BM=1', '/* x */']],
    ['<hta:application>', ['<html>', '<!-- x -->', 'x', '', '%PDF-1.7']],
    ['Set a = CreateObject("WScript.Shell")', ["' x", '', 'Option Explicit', 'BM=1']],
  ];
  it(
    'a script: remarks, empty lines and texts before it, anything behind it',
    () =>
      every(
        [
          fc.constantFrom(...scripts),
          fc.array(fc.nat(4), { maxLength: 30 }),
          begun,
          fc.array(line),
          fc.boolean(),
        ],
        async ([script, fronts], picks, begin, behind, isWide) => {
          const front = picks.map((pick) => fronts[pick % fronts.length] as string);
          const text = [begin, ...front, script, ...behind].join('\r\n');
          const bytes = isWide ? Buffer.from(`\uFEFF${text}`, 'utf16le') : Buffer.from(text);
          await isTold(bytes, 'content:executable');
        },
      ),
    600_000,
  );
});
