import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { FileContentStore } from '@adapters/content-store';
import { type EmbeddedNode, EventStoreDbStore, startEmbeddedNode, transact } from '@adapters/event-store';
import { dossier, type DossierCommand, dossierStream, type GivenComponent } from '@domain/dossier';
import { metaOf } from '../../../test/flows/scribe';
import { linked } from '../../../test/transitions/linked-examples';
import { rules, staged, submittedFor } from '../../../test/transitions/staged-examples';
import { GivenComponents } from './given-components';

jest.setTimeout(30_000);

const { counter, assign, propose, approve, number, forward } = staged;
const applicantRef = randomUUID();
const at = '2026-11-26T02:00:00.000Z';

let home: string;
let node: EmbeddedNode;
let store: EventStoreDbStore;
let contents: FileContentStore;
let components: GivenComponents;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'lienthong-components-'));
  node = await startEmbeddedNode();
  store = EventStoreDbStore.connect(node.url);
  contents = await FileContentStore.open(home);
  components = new GivenComponents(store, contents);
});
afterAll(async () => {
  await store?.close();
  await node?.stop();
  await rm(home, { recursive: true, force: true });
});

async function uploaded(text: string, agency = counter.by): Promise<string> {
  const bytes = Buffer.from(text);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await contents.receive(agency, sha256, Readable.from([bytes]), { bytesMax: bytes.length });
  return sha256;
}

const submission = (...given: readonly GivenComponent[]) => ({
  ...{
    type: 'SubmitDossier' as const,
    dossierId: randomUUID(),
    agency: counter.by,
    officer: counter.officer,
  },
  ...{ procedure: '2.000635', rules, channel: 'counter' as const, applicantRef, components: given, at },
});
const form = (more: Partial<GivenComponent>): GivenComponent => ({ key: 'to-khai', originals: 0, ...more });
const looked = (given: GivenComponent, whose: string = applicantRef) =>
  components.complete(submission(given), { status: 'absent' }, { agency: counter.by, applicantRef: whose });
const nothing = { reuseNotFound: [], notUploaded: [], contentMissing: [] };

it('keeps for good what its agency uploaded, before anything names it', async () => {
  const sha256 = await uploaded('tờ khai');
  expect(await looked(form({ sha256 }))).toMatchObject(nothing);
  await contents.sweep(0);
  expect(await contents.verify(sha256)).toBe('whole');
});

it('keeps nothing of what is refused anyway', async () => {
  const sha256 = await uploaded('giấy khác');
  await looked({ key: 'khac', sha256, originals: 0 });
  expect(await contents.size(sha256)).toBeUndefined();
});

it('takes nothing that nobody uploaded, or another agency did', async () => {
  const theirs = await uploaded('của cơ quan khác', 'H26.9');
  await contents.keep('H26.9', theirs);
  for (const sha256 of [theirs, '0'.repeat(64)])
    expect(await looked(form({ sha256 }))).toMatchObject({ ...nothing, notUploaded: ['to-khai'] });
});

describe('what an applicant gave and got before', () => {
  let dossierId: string;
  let given: string;
  let result: string;

  async function played(commands: readonly DossierCommand[]): Promise<string> {
    const id = randomUUID();
    for (const command of commands) {
      const begun = command.type === 'SubmitDossier' ? { ...command, dossierId: id, applicantRef } : command;
      const done = await transact(store, dossier, dossierStream(id), begun, metaOf(counter.by));
      if ('refused' in done) throw new Error(done.refused);
    }
    return id;
  }
  const until = (...commands: readonly DossierCommand[]) => {
    const [submit, accept] = submittedFor(rules) as [
      Extract<DossierCommand, { type: 'SubmitDossier' }>,
      DossierCommand,
    ];
    const handed = submit.components.map((each) => (each.key === 'to-khai' ? form({ sha256: given }) : each));
    return played([{ ...submit, components: handed }, accept, ...commands]);
  };

  beforeAll(async () => {
    [given, result] = [await uploaded('đơn cũ'), await uploaded('giấy phép')];
    await contents.keep(counter.by, given);
    await contents.keep(counter.by, result);
    dossierId = await until(assign, propose, { ...approve, sha256: result }, number, forward);
  });

  it('is reused by its hash: a component, and the result that processing ended with', async () => {
    const reusedFrom = { dossierId, key: 'to-khai', sha256: given };
    expect(await looked(form({ reusedFrom }))).toMatchObject(nothing);
    expect(await looked(form({ reusedResult: { dossierId, sha256: result } }))).toMatchObject(nothing);
  });

  it('is reused by its hash: what a leg of an interlinked dossier came to', async () => {
    const standings = [
      { order: 1, agency: linked.lead.by, state: 'Done' as const, result: { sha256: result } },
      { order: 2, agency: linked.other, state: 'Active' as const },
    ];
    const over = await until(linked.fix, { ...linked.consolidate, standings });
    expect(await looked(form({ reusedResult: { dossierId: over, sha256: result } }))).toMatchObject(nothing);
    const other = { dossierId: over, sha256: given };
    expect(await looked(form({ reusedResult: other }))).toMatchObject({ reuseNotFound: ['to-khai'] });
  });

  it.each<[string, () => Partial<GivenComponent>]>([
    ['a component under another hash', () => ({ reusedFrom: { dossierId, key: 'to-khai', sha256: result } })],
    ['another component', () => ({ reusedFrom: { dossierId, key: 'ban-ve', sha256: given } })],
    ['a component as a result', () => ({ reusedResult: { dossierId, sha256: given } })],
    ['of no dossier', () => ({ reusedResult: { dossierId: randomUUID(), sha256: result } })],
  ])('is not found: %s', async (_, what) =>
    expect(await looked(form(what()))).toMatchObject({ ...nothing, reuseNotFound: ['to-khai'] }),
  );

  it('is not found by anybody else', async () => {
    const reusedResult = { dossierId, sha256: result };
    expect(await looked(form({ reusedResult }), randomUUID())).toMatchObject({ reuseNotFound: ['to-khai'] });
  });

  it('is no result before processing ended with it', async () => {
    const open = await until(assign, propose, { ...approve, sha256: result }, number);
    const reusedResult = { dossierId: open, sha256: result };
    expect(await looked(form({ reusedResult }))).toMatchObject({ reuseNotFound: ['to-khai'] });
  });

  it('is not taken once its bytes were put aside as damaged', async () => {
    await contents.quarantine(result);
    const reusedResult = { dossierId, sha256: result };
    expect(await looked(form({ reusedResult }))).toMatchObject({ ...nothing, contentMissing: ['to-khai'] });
  });
});
