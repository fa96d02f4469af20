import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { ContentMissing, FileContentStore } from '@adapters/content-store';
import { dossier, type DossierCommand, dossierStream } from '@domain/dossier';
import { Chronicle, metaOf } from '../../../../test/flows/scribe';
import { rules, staged, submittedFor } from '../../../../test/transitions/staged-examples';
import { ComponentKeepingReactor } from './component-keeping.reactor';

const { counter, assign, request, submit } = staged;

let home: string;
let contents: FileContentStore;
let reactor: ComponentKeepingReactor;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'lienthong-keeping-'));
  contents = await FileContentStore.open(home);
  reactor = new ComponentKeepingReactor(contents);
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function uploaded(text: string, agency = counter.by): Promise<string> {
  const bytes = Buffer.from(text);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await contents.receive(agency, sha256, Readable.from([bytes]), { bytesMax: bytes.length });
  return sha256;
}

/** The facts of a dossier that is handed in with one file and gets another one, by whom and in what order they came. */
async function told(first: string, second: string, by = counter.by) {
  const chronicle = new Chronicle();
  const dossierId = randomUUID();
  const [submission, acceptance] = submittedFor(rules);
  const given = (sha256: string) => ({
    components: [
      { key: 'to-khai', sha256, originals: 0 },
      { key: 'ban-ve', originals: 2 },
    ],
  });
  const commands = [
    { ...submission, dossierId, ...given(first) },
    acceptance,
    assign,
    request,
    { ...submit, ...given(second) },
  ] as readonly DossierCommand[];
  for (const command of commands) {
    const done = await chronicle.commit(dossier, dossierStream(dossierId), command, metaOf(by));
    if ('refused' in done) throw new Error(`${command.type} was refused: ${done.refused}`);
  }
  return chronicle.events;
}

it('keeps what facts name and only an upload has still, of whoever acted', async () => {
  const [first, second] = [await uploaded('tờ khai', 'H26.9'), await uploaded('tờ khai mới', 'H26.9')];
  const events = await told(first, second, 'H26.9');
  for (const event of events) await reactor.react(event);
  for (const event of events) await reactor.react(event);
  expect([await contents.verify(first), await contents.verify(second)]).toEqual(['whole', 'whole']);
});

it('tells by its hash what is nowhere', async () => {
  const lost = 'c'.repeat(64);
  const [submitted] = await told(lost, lost);
  if (submitted === undefined) throw new Error('nothing was submitted');
  await expect(reactor.react(submitted)).rejects.toEqual(new ContentMissing(lost));
});
