import type { Operation } from './operation';
import { operations } from './operations';
import type { Subject } from './subject';
import {
  healthSubject,
  metricsSubject,
  notices,
  parkingSubjects,
  services,
  subjects,
  type subjectsInside,
} from './subjects';

/** Who may sign a message: the edge, the services, and the tools of the operator. */
export const signers = ['gateway', ...services, 'tools'] as const;
export type Signer = (typeof signers)[number];

type Parking = `${'parkedIn' | 'replayParkedIn' | 'skipParkedIn'}${string}`;

/** Who asks what stands in no row of the edge. A subject that nobody is named for does not compile. */
const ofInside = {
  renewHistory: [...services, 'tools'],
  history: ['tools'],
  checkRecipients: ['exchange', 'dossiers'],
  findAuthority: ['exchange'],
  officerStanding: ['gateway', 'bus'],
  systemStanding: ['gateway'],
  coveredBy: ['exchange'],
  mailOf: ['exchange', 'dossiers'],
  procedureInForce: ['dossiers'],
  findAgencies: ['exchange', 'dossiers'],
  namesOf: ['gateway'],
  systemOfKey: ['gateway'],
  documentStanding: ['dossiers'],
  countRefusedSecret: ['gateway'],
  inboxEvents: ['gateway'],
  documentEvents: ['gateway'],
  contentAccess: ['gateway'],
  dossiersOnDesk: ['exchange'],
  applicantDossiers: ['dossiers'],
  dossierForm: ['gateway'],
  dossierContent: ['gateway'],
  dossiersOfCode: ['dossiers'],
  dossiersTracked: ['dossiers'],
  dossierProgress: ['gateway'],
  dayInNumbers: ['tools'],
  feedRows: ['bus'],
  feedNumbers: ['bus'],
  noticeMatters: ['bus'],
  recordLooks: ['gateway'],
} as const satisfies Readonly<Record<Exclude<keyof typeof subjectsInside, Parking>, readonly Signer[]>>;

/** Operations that services ask besides the gateway, which sends every one of them on. */
const ofOperations = {
  getAgency: ['exchange'],
  getDossier: ['dossiers'],
} as const satisfies Partial<Record<keyof typeof subjects, readonly Signer[]>>;

const ofNotices = {
  agencyChanged: ['directory'],
  commandRefused: ['gateway'],
  rowsWritten: ['read-models'],
} as const satisfies Readonly<Record<keyof typeof notices, readonly Signer[]>>;

type Row = readonly [subject: Subject, askers: readonly Signer[]];
const rowsOf = <Name extends string>(
  named: Readonly<Record<Name, Subject>>,
  askers: Readonly<Partial<Record<Name, readonly Signer[]>>>,
): readonly Row[] =>
  Object.entries<readonly Signer[] | undefined>(askers).map(([name, who]) => [
    named[name as Name],
    who ?? [],
  ]);

const rows: readonly Row[] = [
  ...Object.values<Operation>(operations).flatMap(({ forward }): Row[] =>
    forward === undefined ? [] : [[forward.subject, ['gateway']]],
  ),
  ...Object.values(parkingSubjects).flatMap((each) =>
    Object.values(each).map((subject): Row => [subject, ['gateway']]),
  ),
  ...services.flatMap((service): Row[] => [
    [healthSubject(service), ['gateway', 'tools']],
    [metricsSubject(service), ['gateway']],
  ]),
  ...rowsOf(subjects, ofInside),
  ...rowsOf(subjects, ofOperations),
  ...rowsOf(notices, ofNotices),
];

const askers = new Map<string, Set<string>>();
for (const [subject, who] of rows) {
  const known = askers.get(subject) ?? new Set();
  for (const each of who) known.add(each);
  askers.set(subject, known);
}

/** Whether one who signs with this name may send on this subject; nobody may on one that is not ours. */
export const mayAsk = (signer: string, subject: string): boolean => askers.get(subject)?.has(signer) === true;

/** Everybody who may send on this subject, the gateway first. */
export const askersOf = (subject: string): readonly Signer[] =>
  signers.filter((signer) => mayAsk(signer, subject));
