import { randomUUID } from 'node:crypto';
import { readdir, readFile, rm, watch } from 'node:fs/promises';
import { join } from 'node:path';
import { transact } from '@adapters/event-store';
import {
  type ApplicantRecorded,
  type ApplicantView,
  type DossierOpened,
  type Metadata,
  subjects,
} from '@contracts';
import { applicant, applicantStream } from '@domain/applicant';
import { backUpKeys, restoreKeys } from '../../apps/local/src/keeping/key-backup';
import { accepted, type Officer, type Province, startProvince } from './province';

let province: Province;
let centre: Officer;
let finance: Officer;
let commune: Officer;

beforeAll(async () => {
  province = await startProvince({ services: ['directory', 'dossiers', 'read-models'] });
  await province.found();
  centre = province.officer('H99', 'OneStopOfficer');
  finance = province.officer('H99.1', 'OneStopOfficer');
  commune = province.officer('H99.4', 'OneStopOfficer');
});
afterAll(async () => {
  await province.stop();
  expect(province.log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
});

const digits = (): string => `0${Math.floor(Math.random() * 1e11)}`.padEnd(12, '7');
const someone = (over: object = {}) => ({
  kind: 'citizen',
  name: 'Trần Thị Diễm Hằng',
  identityNumber: digits(),
  birthDate: '1988-02-29',
  address: 'Ấp Thạnh Lợi, xã Bình An',
  phone: '0912 345 678',
  ...over,
});

const record = (officer: Officer, person: object, key?: string) =>
  officer.command<ApplicantRecorded>(subjects.recordApplicant, {}, person, key);
const view = (officer: Officer, applicantRef: string) =>
  officer.query<ApplicantView>(subjects.getApplicant, { applicantRef });
const erase = (officer: Officer, applicantRef: string) =>
  officer.command(subjects.eraseApplicant, { applicantRef }, { legalBasis: 'Luật 91/2025/QH15' });
const notFound = { ok: false, context: 'applicant', refused: 'not-found' };

/** Opens a dossier of the person and waits until the rows know of it; its completion is given. */
async function open(applicantRef: string): Promise<() => Promise<void>> {
  const opening = { procedure: '2.000635', channel: 'counter', applicantRef };
  const done = async (reply: Awaited<ReturnType<Officer['command']>>) => {
    const after = reply.ok ? reply.position : '';
    accepted(await centre.query(subjects.getDossiers, {}, { after }));
  };
  const opened = await centre.command<DossierOpened>(subjects.openDossier, {}, opening);
  await done(opened);
  const { dossierId } = accepted(opened);
  return async () =>
    done(await centre.command(subjects.completeDossier, { dossierId }, { outcome: 'granted' }));
}

it('is recorded once, and found by its identity number whoever asks', async () => {
  const person = someone({ identityNumber: 'Ab1234567' });
  const key = randomUUID();
  const { applicantRef, isKnown } = accepted(await record(commune, person, key));
  expect(isKnown).toBe(false);
  expect(accepted(await record(commune, person, key))).toEqual({ applicantRef, isKnown: false });
  const again = someone({ identityNumber: 'aB1234567', name: 'Tên khác' });
  expect(accepted(await record(centre, again))).toEqual({ applicantRef, isKnown: true });
  expect(accepted(await view(commune, applicantRef))).toEqual({
    applicantRef,
    recordedBy: 'H99.4',
    ...person,
  });
  const organisation = await record(centre, { ...again, kind: 'organisation' });
  expect(accepted(organisation).applicantRef).not.toBe(applicantRef);
  const other = await record(commune, someone(), key);
  expect(other).toMatchObject({ ok: false, context: 'applicant', refused: 'idempotency-key-reused' });
});

it('is shown to who recorded it and to the parties of its dossiers, and to nobody else', async () => {
  const person = someone();
  const { applicantRef } = accepted(await record(commune, person));
  expect(await view(centre, applicantRef)).toEqual(notFound);
  expect(await view(centre, randomUUID())).toEqual(notFound);
  accepted(await record(centre, person));
  expect(await view(centre, applicantRef)).toEqual(notFound);
  await open(applicantRef);
  expect(accepted(await view(centre, applicantRef))).toMatchObject({ name: 'Trần Thị Diễm Hằng' });
  expect(await view(finance, applicantRef)).toEqual(notFound);
  const change = { ...someone(), name: 'Trần Thị Diễm' };
  expect(await finance.command(subjects.changeApplicant, { applicantRef }, change)).toEqual(notFound);
  accepted(await centre.command(subjects.changeApplicant, { applicantRef }, change));
  expect(accepted(await view(commune, applicantRef))).toMatchObject({ name: 'Trần Thị Diễm' });
});

it('is found by its number as it was corrected, and by the one of before no more', async () => {
  const person = someone();
  const { applicantRef } = accepted(await record(commune, person));
  const corrected = { ...person, identityNumber: digits() };
  accepted(await commune.command(subjects.changeApplicant, { applicantRef }, corrected));
  expect(accepted(await record(centre, corrected))).toEqual({ applicantRef, isKnown: true });
  const another = accepted(await record(centre, person));
  expect(another.isKnown).toBe(false);
  expect(another.applicantRef).not.toBe(applicantRef);
});

it('is erased for ever once its dossiers have ended, by the leader of who recorded it', async () => {
  const person = someone();
  const { applicantRef } = accepted(await record(commune, person));
  accepted(await record(centre, person));
  const complete = await open(applicantRef);
  const leader = province.officer('H99.4', 'Leader');
  const refused = { ok: false, context: 'applicant' };
  expect(await erase(leader, applicantRef)).toEqual({ ...refused, refused: 'has-open-dossiers' });
  await complete();
  const another = province.officer('H99', 'Leader');
  expect(await erase(another, applicantRef)).toEqual({ ...refused, refused: 'not-recorded-here' });
  expect(await erase(province.officer('H99.1', 'Leader'), applicantRef)).toEqual(notFound);
  accepted(await erase(leader, applicantRef));
  accepted(await erase(leader, applicantRef));
  expect(await view(commune, applicantRef)).toEqual({ ...refused, refused: 'erased' });
  const change = await commune.command(subjects.changeApplicant, { applicantRef }, person);
  expect(change).toEqual({ ...refused, refused: 'erased' });
  const anew = accepted(await record(commune, person));
  expect(anew.isKnown).toBe(false);
  expect(anew.applicantRef).not.toBe(applicantRef);
  expect(await province.factsOf(applicantStream(applicantRef))).toEqual([
    'ApplicantRecorded',
    'ApplicantRecognised',
    'ApplicantErased',
  ]);
});

it('stays erased when a backup of the keys brings its key back', async () => {
  const dataDir = province.context.configuration.dataDir;
  const { applicantRef } = accepted(await record(commune, someone()));
  const kept = accepted(await record(commune, someone()));
  const said: string[] = [];
  await backUpKeys({ data: dataDir }, join(dataDir, 'shelf'), 35, (line) => said.push(line));
  const [copy = ''] = /\S+keys-\S+Z/.exec(said[0] ?? '') ?? [];
  expect(await readdir(copy)).not.toContain('master.key');
  accepted(await erase(province.officer('H99.4', 'Leader'), applicantRef));
  await province.stopService('dossiers');
  await rm(join(dataDir, 'keys'), { recursive: true });
  await restoreKeys(copy, { data: dataDir }, (line) => said.push(line));
  const keyFile = join(dataDir, 'keys', 'keys', applicantRef.slice(0, 3), applicantRef);
  expect(await readFile(keyFile, 'utf8')).toContain('wrapped');
  await province.startService('dossiers');
  expect(await readFile(keyFile, 'utf8')).toBe('{"erased":true}');
  expect(accepted(await view(commune, kept.applicantRef))).toMatchObject({ recordedBy: 'H99.4' });
});

it('erases the key also when the service was cut off before', async () => {
  const { applicantRef } = accepted(await record(commune, someone()));
  const meta = { ...(await province.store.readStream(applicantStream(applicantRef))).events[0]?.metadata };
  const command = {
    type: 'EraseApplicant',
    legalBasis: 'Luật 91/2025/QH15',
    ...{ isParty: false, openDossiers: 0, agency: 'H99.4', officer: 'ld.01', at: new Date().toISOString() },
  } as const;
  const recorded = { ...meta, commandId: randomUUID() } as Metadata;
  const { dataDir } = province.context.configuration;
  const shelf = join(dataDir, 'keys', 'keys', applicantRef.slice(0, 3));
  const changes = watch(shelf)[Symbol.asyncIterator]();
  const change = changes.next();
  await transact(province.store, applicant, applicantStream(applicantRef), command, recorded);
  await change;
  while ((await readFile(join(shelf, applicantRef), 'utf8')) !== '{"erased":true}') await changes.next();
  await changes.return?.();
});

it('leaves nothing readable in the store, in the rows, in files or in the log', async () => {
  const person = { ...someone(), email: 'diem.hang@example.vn' };
  const { applicantRef } = accepted(await record(commune, person));
  accepted(
    await commune.command(subjects.changeApplicant, { applicantRef }, { ...person, phone: '0987 654 321' }),
  );
  accepted(await record(centre, person));
  await open(applicantRef);
  const events = await province.store.readAll({ max: 10_000 });
  const folder = province.context.configuration.dataDir;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')),
  );
  const kept = [
    JSON.stringify(events.map(({ data, metadata }) => [data, metadata])),
    ...files,
    ...province.log,
  ];
  for (const value of [
    person.identityNumber,
    'Diễm',
    person.phone,
    '0987 654 321',
    person.email,
    '1988-02-29',
  ])
    expect(kept.filter((text) => text.includes(value))).toEqual([]);
});
