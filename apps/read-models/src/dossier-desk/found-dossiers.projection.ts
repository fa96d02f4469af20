import { partiesOf } from '../legs/parties';
import type { Projection } from '../projector/projection';
import { json } from '../projector/row-write';
import { dueNever, isFound, isFoundByAll, isFoundToo } from '../search/entries';
import { agencyWord, numberWord, officerWord, symbolSigns, symbolWord } from '../search/words';

const keyOf = (dossierId: string) => ({ direction: 'dossier', found_id: dossierId }) as const;

interface Begun {
  readonly dossierId: string;
  readonly agency: string;
  /** Releases of before let lists through, too, which have no value. */
  readonly codes?: readonly { readonly value?: string }[];
  readonly dueAt?: string;
  readonly at: string;
}

const begun = ({ dossierId, agency, codes = [], dueAt, at }: Begun) => [
  isFound({ agency, ...keyOf(dossierId) }, 'dossier', {
    ...{ at, due: dueAt },
    signs: [
      agencyWord(agency),
      ...codes.flatMap(({ value }) => (value === undefined ? [] : [symbolWord(value)])),
    ],
  }),
];

const seenBy = (dossierId: string, agency: string) =>
  isFoundToo({ agency, ...keyOf(dossierId) }, [agencyWord(agency)]);

const bears = (dossierId: string, symbols: readonly (string | undefined)[]) =>
  symbols.some((symbol) => symbol !== undefined)
    ? [isFoundByAll(keyOf(dossierId), { signs: symbols.flatMap((each) => symbolSigns(each ?? '')) })]
    : [];

const isDue = ({ dossierId, dueAt }: { readonly dossierId: string; readonly dueAt: string }) => [
  isFoundByAll(keyOf(dossierId), { due: dueAt }),
];

const givenTo = ({ dossierId, assignee }: { readonly dossierId: string; readonly assignee: string }) => [
  isFoundByAll(keyOf(dossierId), { signs: [officerWord(assignee)] }, '>'),
];

/**
 * Dossiers by their codes and by the numbers of their results, never by words: those are of persons. Whoever is its
 * party finds one; an entry of its own for each of them.
 */
export const ofDossiers: Projection['on'] = {
  DossierOpened: begun,
  DossierSubmitted: begun,
  DossierAccepted: ({ dossierId, code, dueAt }) => [
    isFoundByAll(keyOf(dossierId), { due: dueAt, signs: [symbolWord(code.value)] }),
  ],
  HandoffOffered: ({ dossierId, to }) => [seenBy(dossierId, to)],
  RouteFixed: (route) => partiesOf(route).map((agency) => seenBy(route.dossierId, agency)),
  LegOpened: ({ dossierId, agency }) => [seenBy(dossierId, agency)],
  LegRerouted: ({ dossierId, to }) => [seenBy(dossierId, to)],
  ConsultationRequested: ({ dossierId, to }) => [seenBy(dossierId, to)],
  DeadlineRecomputed: isDue,
  AppointmentMoved: isDue,
  SupplementRequested: ({ dossierId }) => [isFoundByAll(keyOf(dossierId), { due: dueNever })],
  ProcessorAssigned: givenTo,
  ProcessorReplaced: givenTo,
  ResultNumbered: ({ dossierId, symbol }) => bears(dossierId, [symbol]),
  ResultCorrected: ({ dossierId, symbol }) => bears(dossierId, [symbol]),
  LegResultDelivered: ({ dossierId, symbol }) => bears(dossierId, [symbol]),
  LegResultReturnedDown: ({ dossierId, symbol }) => bears(dossierId, [symbol]),
  LinkedResultsConsolidated: ({ dossierId, results }) =>
    bears(
      dossierId,
      results.map(({ symbol }) => symbol),
    ),
  HandOverSlipIssued: ({ slipId, number, agency, to, reason, at }) =>
    [agency, to].map((side) =>
      isFound({ agency: side, direction: 'slip', found_id: slipId }, 'slip', {
        ...{ at, signs: [agencyWord(side), numberWord(number)] },
        card: json({ number, subject: reason, agency }),
      }),
    ),
};
