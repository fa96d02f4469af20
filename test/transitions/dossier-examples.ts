import type { dossierOperations } from '@contracts';
import { play } from '@domain/decider';
import { type DossierCommand, dossierDecider, type DossierState } from '@domain/dossier';

type Command<T extends DossierCommand['type']> = Extract<DossierCommand, { type: T }>;

/** Which operation sends each command on a dossier without a version of its procedure. */
export const dossierSentBy = {
  OpenDossier: 'openDossier',
  OfferHandoff: 'offerHandoff',
  AcceptHandoff: 'acceptHandoff',
  ReturnHandoff: 'returnHandoff',
  RecallHandoff: 'recallHandoff',
  RecordActivity: 'recordActivity',
  CompleteDossier: 'completeDossier',
} as const satisfies Partial<Record<DossierCommand['type'], keyof typeof dossierOperations>>;

const dossierId = '3f0c4b1e-7c9d-5a51-9f55-0a4c7e6a1d10';
const [returned, pending, next] = ['b1d2c3a4', 'c2d3e4b5', 'd3e4f5c6'].map(
  (id) => `${id}-0000-5000-8000-000000000001`,
) as [string, string, string];
const at = '2026-11-22T01:00:00.000Z';
const holder = { by: 'H26.1', officer: 'mc.01', at };
const recipient = { by: 'H26.2', officer: 'mc.02', at };

const opening: Command<'OpenDossier'> = {
  ...{ type: 'OpenDossier', dossierId, agency: holder.by, officer: holder.officer, procedure: '2.000635' },
  ...{ channel: 'counter', applicantRef: dossierId, codes: [], startedAt: at, at },
};
const offer = (handoffId: string): Command<'OfferHandoff'> => ({
  ...{
    type: 'OfferHandoff',
    handoffId,
    to: recipient.by,
    recipientKnown: true,
    reason: 'Thẩm định',
    ...holder,
  },
});
const turnDown = (handoffId: string): DossierCommand => ({
  ...{ type: 'ReturnHandoff', handoffId, reason: 'Thiếu bản vẽ', ...recipient },
});
const acceptance: Command<'AcceptHandoff'> = { type: 'AcceptHandoff', handoffId: pending, ...recipient };
const completion: DossierCommand = { type: 'CompleteDossier', outcome: 'granted', endedAt: at, ...holder };

/** One command of each kind, as it comes up between the agency that opened a dossier and another one. */
const examples: readonly DossierCommand[] = [
  opening,
  offer(next),
  acceptance,
  turnDown(pending),
  { type: 'RecallHandoff', handoffId: pending, reason: 'Nhầm', ...holder },
  { type: 'RecordActivity', activity: 'Thẩm định hồ sơ', ...holder },
  completion,
];

/** The same ones given by the other of the two, and what is offered or answered amiss. */
const amiss: readonly (readonly [name: string, command: DossierCommand])[] = [
  ...examples.flatMap((command) => {
    if (!('by' in command)) return [];
    const other = command.by === holder.by ? recipient : holder;
    return [[`${command.type}, by the other agency`, { ...command, ...other }] as const];
  }),
  ['OfferHandoff, to itself', { ...offer(next), to: holder.by }],
  ['OfferHandoff, to an unknown agency', { ...offer(next), to: 'H26.9', recipientKnown: false }],
  [
    'OfferHandoff, to a closed agency that nobody follows',
    { ...offer(next), to: 'H26.8', closed: [{ code: 'H26.8', successors: [] }] },
  ],
  ['OpenDossier, by a closed agency', { ...opening, agencyClosed: true }],
  ['OpenDossier, of a procedure in the catalogue', { ...opening, inCatalogue: true }],
  ['OpenDossier, of an unknown applicant', { ...opening, unknownApplicant: true }],
  ['OpenDossier, under a code its agency has', { ...opening, sameCode: [next] }],
  ['AcceptHandoff, of the returned one', { ...acceptance, handoffId: returned }],
  ['CompleteDossier, otherwise', { ...completion, outcome: 'refused' }],
];

export const dossierCommands = [...examples.map((command) => [command.type, command] as const), ...amiss];

const held = [opening, offer(returned), turnDown(returned)];

/** The dossier was offered once before, and returned. */
const ways: Readonly<Record<DossierState['status'], readonly DossierCommand[]>> = {
  absent: [],
  held,
  offered: [...held, offer(pending)],
  completed: [...held, completion],
};
export const dossierStates = Object.entries(ways).map(
  ([status, commands]) => [status, play(dossierDecider, commands).state] as const,
);
