import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EventStore } from '@adapters/event-store';
import { type DocumentDrafted, type DossierOpened, type HandoffOffered, subjects } from '@contracts';
import type { Role } from '@domain/codes';
import { deliveryStream } from '@domain/delivery';
import { dossierStream } from '@domain/dossier';
import { applicantOf } from './applying';
import { accepted, type Province, startProvince } from './province';

/** Of the store, of the streams that a command or a delivery is about: `read document`, `append register`. */
const calls: string[] = [];
/** Whether what the feed told of streams that began a moment ago is there to decide on. */
let isInHand = false;
let store: EventStore;
let province: Province;

beforeAll(async () => {
  province = await startProvince({ services: ['directory', 'exchange', 'dossiers'], storeOver: counted });
  await province.found();
});
afterAll(async () => {
  await province.stop();
});

const categoryOf = (stream: string): string => stream.slice(0, stream.indexOf('-'));

/** The same store; what is asked of it is written down. */
function counted(given: EventStore): EventStore {
  store = given;
  const saying = <A extends unknown[], R>(
    call: (...args: A) => R,
    saidOf: (...args: A) => string | undefined,
  ) =>
    function (...args: A): R {
      const said = saidOf(...args);
      if (said !== undefined) calls.push(said);
      return call.apply(store, args);
    };
  return Object.assign(Object.create(store) as EventStore, {
    // Each reactor looks up its last event before it notes that place, every two seconds.
    readStream: saying(store.readStream, (stream, { isNewest = false, max } = {}) =>
      isNewest && max === 1 ? undefined : `read ${categoryOf(stream)}`,
    ),
    append: saying(store.append, (stream) => `append ${categoryOf(stream)}`),
    readAll: saying(store.readAll, () => 'read all'),
    eventAt: saying(store.eventAt, () => 'read an event'),
    inHand: (stream: string) => (isInHand ? store.inHand(stream) : undefined),
  });
}

/** What one step asks of the store, sorted; what the directory reads of an agency for it is its own. */
async function asked(step: () => Promise<unknown>): Promise<readonly string[]> {
  calls.length = 0;
  await step();
  return calls.filter((call) => !/ (agency|checkpoint)$/.test(call)).toSorted();
}

const as = (role: Role, agency = 'H99') => province.officer(agency, role);

/** Signed, and not yet numbered. */
async function signed(): Promise<string> {
  const contents = [await province.upload('H99')];
  const draft = { documentType: 'CV', subject: 'Về việc thử nghiệm', urgency: 'normal', contents };
  const { documentId } = accepted(
    await as('Drafter').command<DocumentDrafted>(subjects.draftDocument, {}, draft),
  );
  const signature = { authority: 'head', position: 'Chủ tịch' };
  accepted(await as('Leader').command(subjects.signDocument, { documentId }, signature));
  return documentId;
}

const number = async (documentId: string) =>
  accepted(await as('Clerk').command(subjects.numberDocument, { documentId }));

async function registered(): Promise<string> {
  const documentId = await signed();
  await number(documentId);
  accepted(await as('Clerk').command(subjects.sealDocument, { documentId }));
  const entry = { filedBy: 'Văn phòng', copies: 0 };
  accepted(await as('Clerk').command(subjects.registerDocument, { documentId }, entry));
  return documentId;
}

const arrive = async (documentId: string, recipients: readonly string[]) => {
  accepted(await as('Clerk').command(subjects.issueDocument, { documentId }, { recipients }));
  for (const to of recipients) {
    await province.waitFor(deliveryStream({ documentId, to }), 'DocumentArrived');
  }
};
const recipients = ['H99.1', 'H99.2', 'H99.3'];

it('reads the dossier once for an offer, and appends once', async () => {
  const centre = as('OneStopOfficer', 'H99.1');
  const opening = { procedure: '2.000635', channel: 'counter', applicantRef: await applicantOf(centre) };
  const { dossierId } = accepted(await centre.command<DossierOpened>(subjects.openDossier, {}, opening));
  const offer = { to: 'H99.2', reason: 'Thẩm định' };
  const step = async () => accepted(await centre.command(subjects.offerHandoff, { dossierId }, offer));
  expect(await asked(step)).toEqual(['append dossier', 'read dossier']);
});

it('reads no dossier that began a moment ago, and reads it before it refuses', async () => {
  isInHand = true;
  const centre = as('OneStopOfficer', 'H99.1');
  const opening = { procedure: '2.000635', channel: 'counter', applicantRef: await applicantOf(centre) };
  const { dossierId } = accepted(await centre.command<DossierOpened>(subjects.openDossier, {}, opening));
  const stream = dossierStream(dossierId);
  while (store.inHand(stream) === undefined) await nextTurn();
  const offer = () =>
    centre.command(subjects.offerHandoff, { dossierId }, { to: 'H99.2', reason: 'Thẩm định' });
  expect(await asked(async () => accepted(await offer()))).toEqual(['append dossier']);
  while (store.inHand(stream)?.length !== 2) await nextTurn();
  expect(await asked(async () => expect(await offer()).toMatchObject({ ok: false }))).toEqual([
    'read dossier',
  ]);
  isInHand = false;
});

it('appends once for eight officers who accept one dossier at once, and tells the others whose it is', async () => {
  const centre = as('OneStopOfficer', 'H99.1');
  const opening = { procedure: '2.000635', channel: 'counter', applicantRef: await applicantOf(centre) };
  const { dossierId } = accepted(await centre.command<DossierOpened>(subjects.openDossier, {}, opening));
  const offer = { to: 'H99.2', reason: 'Thẩm định' };
  const { handoffId } = accepted(
    await centre.command<HandoffOffered>(subjects.offerHandoff, { dossierId }, offer),
  );
  const takers = Array.from({ length: 8 }, (_, n) => `mc.${n}`);
  const accepting = takers.map((officer) => {
    const actor = { agency: 'H99.2', officer, role: 'OneStopOfficer' } as const;
    const taker = as('OneStopOfficer', 'H99.2').with({ actor });
    return () => taker.command(subjects.acceptHandoff, { dossierId, handoffId });
  });
  let replies: readonly { readonly ok: boolean }[] = [];
  const step = async () => (replies = await Promise.all(accepting.map((accept) => accept())));
  expect((await asked(step)).filter((call) => call.startsWith('append'))).toEqual(['append dossier']);
  const winner = takers[replies.findIndex(({ ok }) => ok)];
  const others = replies.filter(({ ok }) => !ok);
  expect(others).toHaveLength(7);
  for (const other of others)
    expect(other).toMatchObject({ refused: 'handoff-already-settled', about: { officer: winner } });
});

it('reads the document once for a number, and its book only at first', async () => {
  await number(await signed());
  const documentId = await signed();
  expect(await asked(() => number(documentId))).toEqual([
    'append document',
    'append register',
    'read document',
  ]);
});

it('reads the delivery once for an incoming number, and its book only at first', async () => {
  const accept = async (documentId: string) =>
    accepted(await as('Clerk', 'H99.1').command(subjects.acceptReceipt, { documentId }));
  const [first, second] = [await registered(), await registered()];
  for (const documentId of [first, second]) await arrive(documentId, recipients);
  await accept(first);
  expect(await asked(() => accept(second))).toEqual(['append delivery', 'append register', 'read delivery']);
});

it('appends twice for each delivery from its issue to its arrival, and reads nothing', async () => {
  await arrive(await registered(), recipients);
  const documentId = await registered();
  const ofDeliveries = recipients.flatMap(() => ['append delivery', 'append delivery']);
  const ofCommand = ['append document', 'read document'];
  expect(await asked(() => arrive(documentId, recipients))).toEqual(
    [...ofDeliveries, ...ofCommand].toSorted(),
  );
});

it('reads no stream for a command more than once', async () => {
  const documentId = await signed();
  const entry = { filedBy: 'Văn phòng', copies: 0 };
  const steps = [
    () => number(documentId),
    async () => accepted(await as('Clerk').command(subjects.sealDocument, { documentId })),
    async () => accepted(await as('Clerk').command(subjects.registerDocument, { documentId }, entry)),
  ];
  for (const step of steps) {
    expect((await asked(step)).filter((call) => call === 'read document')).toEqual(['read document']);
  }
});
