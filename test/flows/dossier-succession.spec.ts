import { randomUUID } from 'node:crypto';
import {
  type DossierOpened,
  type DossierRegisterRow,
  type DossierView,
  type HandoffOffered,
  type LegRow,
  type Page,
  type Subject,
  subjects,
} from '@contracts';
import { applicantStream } from '@domain/applicant';
import { localDate } from '@domain/codes';
import { dossierStream } from '@domain/dossier';
import { legStream } from '@domain/leg';
import { applicantOf, someCitizen } from './applying';
import { testProcedureWithout } from './dossier-bodies';
import { accepted, type Officer, officerId, type Province, startProvince } from './province';

const today = localDate(new Date().toISOString());
const decision = { effectiveDate: today, legalBasis: '15/NQ-HĐND' };
// That an agency is open is believed for 5 s: nobody asks about the unasked one before it is closed.
const [gone, unasked, split, heir, other] = ['H99.81', 'H99.85', 'H99.82', 'H99.83', 'H99.84'] as const;

let province: Province;
let operator: Officer;
let centre: Officer;

beforeAll(async () => {
  province = await startProvince({ services: ['directory', 'dossiers', 'read-models'] });
  await province.found();
  operator = province.officer('H99', 'Operator');
  centre = province.officer('H99', 'OneStopOfficer');
  for (const agency of [gone, unasked, split, heir, other]) {
    const card = { name: `Xã ${agency}`, abbreviation: 'UBX', tier: 'commune', parent: 'H99' };
    accepted(await operator.command(subjects.registerAgency, { agency }, card));
  }
});
afterAll(async () => {
  await province.stop();
  expect(province.log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
});

const oneStop = (agency: string): Officer => province.officer(agency, 'OneStopOfficer');
const opening = async (officer: Officer) => ({
  ...{ procedure: 'x.ke-thua', channel: 'counter', applicantRef: await applicantOf(officer) },
});

async function opened(officer: Officer): Promise<string> {
  const reply = await officer.command<DossierOpened>(subjects.openDossier, {}, await opening(officer));
  return accepted(reply).dossierId;
}

async function offered(officer: Officer, dossierId: string, to: string): Promise<HandoffOffered> {
  const offer = { to, reason: 'Thẩm định' };
  return accepted(await officer.command<HandoffOffered>(subjects.offerHandoff, { dossierId }, offer));
}

/** As of everything that was done before. */
async function asked<A extends object>(officer: Officer, subject: Subject, target: object = {}): Promise<A> {
  const after = await province.newest();
  return accepted(await officer.query<A>(subject, target, { after }));
}

describe('an agency that is merged into another', () => {
  let held: string;
  let pending: string;
  let handoffId: string;
  let begunBefore: string;

  beforeAll(async () => {
    held = await opened(oneStop(gone));
    pending = await opened(centre);
    ({ handoffId } = await offered(centre, pending, gone));
    begunBefore = await applicantOf(oneStop(gone));
    const closing = { how: 'merged', successors: [heir], ...decision };
    for (const agency of [gone, unasked])
      accepted(await operator.command(subjects.closeAgency, { agency }, closing));
    const splitting = { how: 'split', successors: [heir, other], ...decision };
    accepted(await operator.command(subjects.closeAgency, { agency: split }, splitting));
  });

  it('hands what it held and what was offered to it on: both see it, and by whom it is held now', async () => {
    const seen = await asked<DossierView>(oneStop(heir), subjects.getDossier, { dossierId: held });
    expect(seen).toMatchObject({
      ...{ holder: gone, holderName: `Xã ${gone}`, forAgency: gone },
      presentHolder: { agency: heir, name: `Xã ${heir}` },
    });
    const own = await asked<DossierView>(oneStop(gone), subjects.getDossier, { dossierId: held });
    expect(own).not.toHaveProperty('forAgency');
    const waiting = await asked<DossierView>(oneStop(heir), subjects.getDossier, { dossierId: pending });
    expect(waiting).toMatchObject({
      ...{ forAgency: gone, presentHolder: { agency: 'H99' } },
      pendingHandoff: { handoffId, to: gone, toName: `Xã ${gone}` },
    });
    const stranger = await oneStop(other).query(subjects.getDossier, { dossierId: held });
    expect(stranger).toMatchObject({ refused: 'not-found' });
  });

  it('is answered for by its successor, in its name, and by nobody else', async () => {
    const stranger = await oneStop('H99.4').command(subjects.acceptHandoff, {
      dossierId: pending,
      handoffId,
    });
    expect(stranger).toMatchObject({ context: 'dossier', refused: 'not-found' });
    const key = randomUUID();
    const accept = () =>
      oneStop(heir).command(subjects.acceptHandoff, { dossierId: pending, handoffId }, {}, key);
    const once = await accept();
    accepted(once);
    expect(await accept()).toEqual(once);
    const { data, metadata } = await province.waitFor(dossierStream(pending), 'HandoffAccepted');
    expect(data).toMatchObject({ from: 'H99', to: gone, taker: officerId('OneStopOfficer', heir) });
    expect(metadata).toMatchObject({ actor: { agency: heir }, onBehalfOf: gone });
    const activity = { activity: 'Xác minh' };
    accepted(await oneStop(heir).command(subjects.recordActivity, { dossierId: held }, activity));
    accepted(
      await oneStop(heir).command(subjects.completeDossier, { dossierId: held }, { outcome: 'granted' }),
    );
  });

  it('is given nothing any more: its successor is, and the offer says instead of whom', async () => {
    const dossierId = await opened(centre);
    expect(await offered(centre, dossierId, unasked)).toMatchObject({ to: heir });
    const { data } = await province.waitFor(dossierStream(dossierId), 'HandoffOffered');
    expect(data).toMatchObject({ to: heir, insteadOf: unasked });
    const several = await opened(centre);
    const offer = { to: split, reason: 'Thẩm định' };
    expect(await centre.command(subjects.offerHandoff, { dossierId: several }, offer)).toMatchObject({
      ...{ refused: 'recipient-closed', about: { successors: [heir, other] } },
    });
    expect(await province.factsOf(dossierStream(several))).toEqual(['DossierOpened']);
  });

  it('takes in no dossier; its successor takes in those of whom it knew', async () => {
    const closed = oneStop(unasked);
    const again = await closed.command(subjects.openDossier, {}, await opening(closed));
    expect(again).toMatchObject({ context: 'dossier', refused: 'agency-closed' });
    const inherited = { procedure: 'x.ke-thua', channel: 'counter', applicantRef: begunBefore };
    accepted(await oneStop(heir).command(subjects.openDossier, {}, inherited));
    expect(await oneStop('H99.4').command(subjects.openDossier, {}, inherited)).toMatchObject({
      refused: 'unknown-applicant',
    });
  });

  it('leaves its tracking register to its successor, which says who received what', async () => {
    const asking = async (officer: Officer) => {
      const body = { fromDate: today, limit: 100, after: await province.newest() };
      const found = await officer.query<Page<DossierRegisterRow>>(subjects.getDossierRegister, {}, body);
      return accepted(found).rows.map(({ dossierId, forAgency }) => [dossierId, forAgency]);
    };
    expect(await asking(oneStop(heir))).toContainEqual([held, gone]);
    expect(await asking(oneStop(gone))).toContainEqual([held, undefined]);
    expect((await asking(oneStop(other))).flat()).not.toContain(held);
  });

  it('leaves dossiers to its successor that others may be linked to', async () => {
    const linkedTo = { dossierId: held, as: 'follows' };
    const procedure = await inCatalogue();
    const submission = { procedure, channel: 'counter', components: [], linkedTo };
    const submit = async (officer: Officer) =>
      officer.command<DossierOpened>(
        subjects.submitDossier,
        {},
        { ...submission, applicantRef: await applicantOf(officer) },
      );
    accepted(await submit(oneStop(heir)));
    expect(await submit(oneStop(other))).toMatchObject({ refused: 'linked-dossier-not-found' });
  });

  it('leaves those whom it recorded to its successor, who is shown and changes what is known of them', async () => {
    const applicantRef = await applicantOf(oneStop(gone));
    const target = { applicantRef };
    expect(accepted(await oneStop(heir).query(subjects.getApplicant, target))).toMatchObject({
      ...{ recordedBy: gone, name: someCitizen.name },
    });
    expect(await oneStop('H99.4').query(subjects.getApplicant, target)).toMatchObject({
      refused: 'not-found',
    });
    const change = { ...someCitizen, name: 'Trần Thị Đã Đổi' };
    accepted(await oneStop(heir).command(subjects.changeApplicant, target, change));
    const { data, metadata } = await province.waitFor(applicantStream(applicantRef), 'ApplicantChanged');
    expect(data).toMatchObject({ agency: gone });
    expect(metadata).toMatchObject({ actor: { agency: heir }, onBehalfOf: gone });
    const erasure = { legalBasis: 'Luật 91/2025/QH15' };
    accepted(await province.officer(heir, 'Leader').command(subjects.eraseApplicant, target, erasure));
  });
});

it('leaves the legs that an agency had to its successor', async () => {
  const agency = 'H99.86';
  const card = { name: `Xã ${agency}`, abbreviation: 'UBX', tier: 'commune', parent: 'H99' };
  accepted(await operator.command(subjects.registerAgency, { agency }, card));
  const time = { amount: 1, unit: 'working-days' };
  const route = { mode: 'parallel', lead: 'H99.1', legs: [{ agency, task: 'Xác minh', time }] };
  const version = { ...testProcedureWithout('thu-nghiem.9'), route };
  accepted(await operator.command(subjects.issueProcedure, {}, version));
  const body = { ...(await opening(centre)), procedure: version.procedure, components: [] };
  const { dossierId } = accepted(await centre.command<DossierOpened>(subjects.submitDossier, {}, body));
  accepted(await centre.command(subjects.acceptDossier, { dossierId }));
  accepted(await centre.command(subjects.fixRoute, { dossierId }));
  const stream = legStream({ dossierId, order: 1 });
  await province.waitFor(stream, 'LegOpened');
  const closing = { how: 'merged', successors: [heir], ...decision };
  accepted(await operator.command(subjects.closeAgency, { agency }, closing));

  const { rows } = await asked<Page<LegRow>>(oneStop(heir), subjects.getLegs);
  expect(rows).toMatchObject([{ dossierId, agency, forAgency: agency }]);
  const target = { dossierId, order: 1 };
  expect(await oneStop(other).command(subjects.acceptLeg, target)).toMatchObject({ refused: 'not-found' });
  accepted(await oneStop(heir).command(subjects.acceptLeg, target));
  const { data, metadata } = await province.waitFor(stream, 'LegAccepted');
  expect(data).toMatchObject({ agency, officer: officerId('OneStopOfficer', heir) });
  expect(metadata).toMatchObject({ actor: { agency: heir }, onBehalfOf: agency });
});

describe('who may begin a dossier', () => {
  it('nobody of an applicant whom nobody recorded, nor whom another agency did, until it is given the number', async () => {
    const unknown = { ...(await opening(centre)), applicantRef: randomUUID() };
    expect(await centre.command(subjects.openDossier, {}, unknown)).toMatchObject({
      ...{ context: 'dossier', refused: 'unknown-applicant' },
    });
    const person = { ...someCitizen, identityNumber: `H99${Date.now()}` };
    const record = (officer: Officer) =>
      officer.command<{ applicantRef: string }>(subjects.recordApplicant, {}, person);
    const { applicantRef } = accepted(await record(oneStop('H99.4')));
    const theirs = { ...unknown, applicantRef };
    expect(await centre.command(subjects.openDossier, {}, theirs)).toMatchObject({
      refused: 'unknown-applicant',
    });
    expect(accepted(await record(centre))).toMatchObject({ applicantRef, isKnown: true });
    accepted(await centre.command(subjects.openDossier, {}, theirs));
  });

  it('nobody outside of the catalogue, where a version of the procedure is in force; an import does', async () => {
    const procedure = await inCatalogue();
    const body = { ...(await opening(centre)), procedure };
    expect(await centre.command(subjects.openDossier, {}, body)).toMatchObject({
      ...{ context: 'dossier', refused: 'procedure-in-catalogue' },
    });
    const importer = importing(centre.agency);
    accepted(await importer.command(subjects.openDossier, {}, { ...body, applicantRef: randomUUID() }));
  });

  it('no import, where it would be handed in under a version', async () => {
    const { applicantRef } = await opening(centre);
    const submission = { procedure: await inCatalogue(), channel: 'counter', applicantRef, components: [] };
    expect(await importing(centre.agency).command(subjects.submitDossier, {}, submission)).toMatchObject({
      ...{ context: 'dossier', refused: 'not-by-import' },
    });
    expect(
      await centre.command(subjects.submitDossier, {}, { ...submission, applicantRef: randomUUID() }),
    ).toMatchObject({ refused: 'unknown-applicant' });
    accepted(await centre.command(subjects.submitDossier, {}, submission));
  });

  it('nobody by a proxy whom nobody recorded, or another agency did alone', async () => {
    const applicantRef = await applicantOf(centre);
    const submission = { procedure: await inCatalogue(), channel: 'proxy', applicantRef, components: [] };
    for (const proxyRef of [randomUUID(), await applicantOf(oneStop('H99.4'))])
      expect(await centre.command(subjects.submitDossier, {}, { ...submission, proxyRef })).toMatchObject({
        refused: 'unknown-applicant',
        about: { reference: 'proxyRef' },
      });
    const proxyRef = await applicantOf(centre);
    accepted(await centre.command(subjects.submitDossier, {}, { ...submission, proxyRef }));
  });
});

let issued: string | undefined;
/** A procedure with a version in force. */
async function inCatalogue(): Promise<string> {
  if (issued === undefined) {
    const version = testProcedureWithout('thu-nghiem.8');
    accepted(await operator.command(subjects.issueProcedure, {}, version));
    issued = version.procedure;
  }
  return issued;
}

const importing = (agency: string): Officer =>
  province.officer(agency, 'OneStopOfficer').with({
    ...{ source: 'import', importedFrom: `cu.csv#${'a'.repeat(64)}`, occurredAt: '2026-01-05T02:00:00.000Z' },
    actor: { agency, officer: officerId('OneStopOfficer', agency), role: 'Importer' },
  });
