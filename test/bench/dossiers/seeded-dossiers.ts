import { randomUUID } from 'node:crypto';
import { vietnamCalendar } from '@domain/calendar';
import { play } from '@domain/decider';
import { type DossierCommand, dossierDecider, type DossierEvent, type DossierRules } from '@domain/dossier';
import { agencies } from '../house';

/** The one-stop unit of the bench, and the agency it hands on to. */
export const [giver, taker] = agencies;
export const giverOfficer = `onestopofficer.${giver}`;
const takerOfficer = `onestopofficer.${taker}`;
/** Of dossiers that nothing hangs on: they have no appointment. */
const long = '2026-11-22T01:00:00.000Z';

/** What the procedure of the bench says: a form as a file, and two paper originals. */
const said = {
  name: 'Cấp giấy phép xây dựng',
  legalTime: { amount: 15, unit: 'working-days' },
  publishedTime: { amount: 10, unit: 'working-days' },
  convention: 'endOfDay',
  channels: ['counter', 'online', 'post'],
  components: [
    { key: 'to-khai', name: 'Tờ khai', mandatory: true, originals: 0 },
    { key: 'ban-ve', name: 'Bản vẽ', mandatory: true, originals: 2 },
  ],
  supplement: { clock: 'restart', requestsMax: 1, answerDays: 10 },
  legalBasis: '12/QĐ-UBND',
} satisfies Omit<DossierRules, 'version'>;

/** As the catalogue takes it. */
export const procedureOf = (procedure: string) => ({
  ...{ ...said, procedure, sector: 'Xây dựng', effectiveFromDate: '2026-01-01' },
  ...{ onlineLevel: 'partial', fees: [] },
});

/** What an applicant hands in under it. */
export const givenWith = (sha256: string) => [
  { key: 'to-khai', sha256, originals: 0 },
  { key: 'ban-ve', originals: 2 },
];

/** What who takes it over says of each. */
export const itemsAccepted = givenWith('').map(({ key, originals }) => ({
  ...{ key, originals },
  answer: 'accepted' as const,
}));

/** Accepted just now under a version of a procedure, so that no deadline of it has come. */
export function acceptedFacts(dossierId: string): readonly DossierEvent[] {
  const at = new Date().toISOString();
  const act = { by: giver, officer: giverOfficer, at };
  const commands: DossierCommand[] = [
    {
      ...{
        type: 'SubmitDossier',
        dossierId,
        agency: giver,
        officer: giverOfficer,
        procedure: 'do-dac.ho-so',
      },
      ...{ rules: { ...said, version: '1' }, channel: 'counter', applicantRef: randomUUID(), at },
      ...{ components: givenWith('ab'.repeat(32)), reuseNotFound: [] },
    },
    {
      type: 'AcceptDossier',
      code: { scheme: 'tt01-2018', value: dossierId },
      calendar: vietnamCalendar,
      ...act,
    },
  ];
  const { events } = play(dossierDecider, commands);
  if (events.length !== commands.length) throw new Error('the seed of an accepted dossier was refused');
  return events;
}

const opened = (dossierId: string, at: string): DossierEvent => ({
  type: 'DossierOpened',
  data: {
    ...{ dossierId, agency: giver, officer: giverOfficer, procedure: 'do-dac.thu-nghiem' },
    ...{ channel: 'counter', applicantRef: randomUUID(), codes: [], startedAt: at, at },
  },
});

/** Offered to the taker just now. */
export function offeredFacts(dossierId: string, handoffId: string): readonly DossierEvent[] {
  const at = new Date().toISOString();
  const handoff = { dossierId, handoffId, from: giver, to: taker, giver: giverOfficer };
  return [
    opened(dossierId, at),
    { type: 'HandoffOffered', data: { ...handoff, reason: 'Chuyển thẩm định', at } },
  ];
}

/** So many events: opened, then offered, taken over and worked on by one of two agencies after the other. */
export function travelledFacts(dossierId: string, events: number): readonly DossierEvent[] {
  const at = long;
  const turn = (isThere: boolean): DossierEvent[] => {
    const [from, to] = isThere ? [giver, taker] : [taker, giver];
    const [by, officer] = isThere ? [giverOfficer, takerOfficer] : [takerOfficer, giverOfficer];
    const handoff = { dossierId, handoffId: randomUUID(), from, to, giver: by, at };
    return [
      { type: 'HandoffOffered', data: { ...handoff, reason: 'Chuyển thẩm định' } },
      { type: 'HandoffAccepted', data: { ...handoff, taker: officer } },
      { type: 'ActivityRecorded', data: { dossierId, agency: to, officer, activity: 'Thẩm định', at } },
    ];
  };
  const turns = Array.from({ length: (events - 1) / 3 }, (_, index) => turn(index % 2 === 0));
  return [opened(dossierId, at), ...turns.flat()];
}
