import {
  clockOperations,
  dossierOperations,
  intakeOperations,
  linkedOperations,
  resultOperations,
} from '@contracts';
import { type DossierCommand, dossierDecider } from '@domain/dossier';
import { dossierSentBy } from './dossier-examples';
import { everyRefusal } from './every-refusal';
import { linkedSentBy } from './linked-examples';
import {
  appointmentCommands,
  intakeCommands,
  linkedCommands,
  processCommands,
  resultCommands,
  routedCommands,
  stagedSentBy,
  supplementCommands,
} from './staged-examples';

const at = '2026-11-22T01:00:00.000Z';
const dossierId = '3f0c4b1e-7c9d-5a51-9f55-0a4c7e6a1d10';
const parties = ['H26.1', 'H26.2', 'H26.3'];
const handoffs = ['b1d2c3a4-0000-5000-8000-000000000001', 'b1d2c3a4-0000-5000-8000-000000000002'];

const hindrances = [
  ...[{ agencyClosed: true }, { inCatalogue: true }, { unknownApplicant: true }],
  { sameCode: [dossierId] },
];

/** Every command that matters between three agencies and two hand-offs. */
const commands: readonly DossierCommand[] = parties.flatMap((by): DossierCommand[] => {
  const act = { by, officer: `mc.${by}`, at };
  const opening = { procedure: '2.000635', channel: 'counter', applicantRef: dossierId, codes: [] } as const;
  const offers = handoffs.flatMap((handoffId) =>
    parties.flatMap((to) =>
      [{}, { recipientKnown: false }, { closed: [{ code: to, successors: [] }] }].map(
        (found): DossierCommand => ({
          ...{ type: 'OfferHandoff', handoffId, to, recipientKnown: true, reason: 'Thẩm định', ...act },
          ...found,
        }),
      ),
    ),
  );
  const settlements = handoffs.flatMap((handoffId): DossierCommand[] => [
    { type: 'AcceptHandoff', handoffId, ...act },
    { type: 'ReturnHandoff', handoffId, reason: 'Thiếu bản vẽ', ...act },
    { type: 'RecallHandoff', handoffId, reason: 'Nhầm', ...act },
  ]);
  return [
    { type: 'OpenDossier', dossierId, agency: by, officer: act.officer, ...opening, startedAt: at, at },
    ...hindrances.map((hindrance): DossierCommand => ({
      ...{ type: 'OpenDossier', dossierId, agency: by, officer: act.officer, ...opening, startedAt: at, at },
      ...hindrance,
    })),
    ...offers,
    ...settlements,
    { type: 'RecordActivity', activity: 'Thẩm định hồ sơ', ...act },
    { type: 'CompleteDossier', outcome: 'granted', endedAt: at, ...act },
    { type: 'CompleteDossier', outcome: 'refused', endedAt: at, ...act },
  ];
});

/** What no operation sends as it is. */
const inside = {
  ...{ LapseConsultation: '', PredictOverdue: '', DeclareOverdue: '' },
  ...{ DeclareHandoffOverdue: '', NoteLateApology: '', HandOverDossier: '', RecomputeDeadline: '' },
};
const asking = {
  context: 'dossier',
  operations: {
    ...{ ...dossierOperations, ...intakeOperations, ...clockOperations, ...resultOperations },
    ...linkedOperations,
  },
  decider: dossierDecider,
  sentBy: { ...dossierSentBy, ...stagedSentBy, ...linkedSentBy, ...inside },
  begins: ['openDossier', 'submitDossier'],
  // Of the day book, which is asked before there is a command.
  before: { acceptDossier: ['day-book-full'] },
};

const plays = [
  ...[commands, intakeCommands, routedCommands],
  ...[processCommands, supplementCommands, appointmentCommands, resultCommands],
  ...linkedCommands,
];

it.each(everyRefusal({ ...asking, plays }))(
  '%s is refused with all that its row says and with nothing else',
  (_, found, declared) => expect(found).toEqual(declared),
);
