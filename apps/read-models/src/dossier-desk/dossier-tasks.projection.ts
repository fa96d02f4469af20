import type { Projection } from '../projector/projection';
import { table } from '../projector/table';
import { dossier } from './dossier-desk.projection';

const toDo = table('dossier_task', 'dossier_id', 'task', 'about');

const atOneStop = toDo.shape({
  writes: ['dossier_id'],
  reads: [dossier.by('dossier_id')],
  sql: `insert into dossier_task (dossier_id, task, about, agency, other, since, due_at)
    select given.dossier_id, given.task, given.about, dossier.opened_by, given.other, given.since, given.due_at
    from given join dossier using (dossier_id)
    on conflict (dossier_id, task, about) do update set since = excluded.since, due_at = excluded.due_at`,
});

/** What the one-stop unit that took the dossier in has to know or to do of it. */
interface Task {
  readonly task: string;
  readonly about?: string;
  readonly other?: string;
  readonly dueAt?: string;
}

interface Told {
  readonly dossierId: string;
  readonly at: string;
}

const begins = ({ dossierId, at }: Told, { task, about = '', other, dueAt }: Task) =>
  atOneStop({ dossier_id: dossierId, task, about, other, since: at, due_at: dueAt });

const ends = (dossierId: string, ...tasks: readonly string[]) =>
  tasks.map((task) => toDo.delete({ dossier_id: dossierId, task }));

const allEnd = ({ dossierId }: Told) => [toDo.delete({ dossier_id: dossierId })];

const ofDeadline = ['overdue-predicted', 'apology-needed', 'dossier-overdue', 'late-apology'];
const dueAnew = ({ dossierId }: Told) => ends(dossierId, ...ofDeadline);
interface Leg extends Told {
  readonly order: number;
}

/** A task about one leg, of an agency that has a part in it. */
const ofLeg = (
  { dossierId, order, at }: Leg,
  task: string,
  told: { readonly agency: string; readonly other: string; readonly due_at?: string },
) => toDo.insert({ dossier_id: dossierId, task, about: String(order), since: at, ...told });

const dueOfLeg = ({ dossierId, order }: Leg, task: string, due: { readonly due_at: string }) =>
  toDo.update({ dossier_id: dossierId, task, about: String(order) }, due);

const legTasks = [
  'work-on-leg',
  'reroute-leg',
  'overdue-leg',
  'ask-for-leg',
  'agree-on-leg',
  'decide-on-leg',
];
const endsOfLeg = ({ dossierId, order }: Leg, tasks: readonly string[] = legTasks) =>
  tasks.map((task) => toDo.delete({ dossier_id: dossierId, task, about: String(order) }));
const legEnds = (leg: Leg) => endsOfLeg(leg);
const legComesBack = (leg: Leg & { readonly agency: string; readonly oneStop: string }) => [
  ...endsOfLeg(leg),
  ofLeg(leg, 'reroute-leg', { agency: leg.oneStop, other: leg.agency }),
];
const linkedEnds = ({ dossierId, agency, at }: Told & { readonly agency: string }) => [
  ...allEnd({ dossierId, at }),
  begins({ dossierId, at }, { task: 'return-result', other: agency }),
];

const settled = ({ dossierId }: Told) => ends(dossierId, 'take-dossier', 'hand-off-not-taken');

/** What officers and heads of one-stop units have to do with dossiers, until it is done. */
export const dossierTasks: Projection = {
  name: 'dossier-tasks.v1',
  tables: [toDo],
  on: {
    HandoffOffered: ({ dossierId, handoffId, from, to, at }) => [
      toDo.insert({
        ...{ dossier_id: dossierId, task: 'take-dossier', about: handoffId },
        ...{ agency: to, other: from, since: at },
      }),
    ],
    HandoffOverdue: ({ dossierId, handoffId, from, to, dueAt, at }) => [
      toDo.insert({
        ...{ dossier_id: dossierId, task: 'hand-off-not-taken', about: handoffId },
        ...{ agency: from, other: to, since: at, due_at: dueAt },
      }),
    ],
    HandoffAccepted: settled,
    HandoffReturned: settled,
    HandoffRecalled: settled,
    SupplementRequested: ({ dossierId, agency, leg, answerByDate, at }) => [
      ...dueAnew({ dossierId, at }),
      ...(leg === undefined ? [] : endsOfLeg({ dossierId, order: leg.order, at }, ['ask-for-leg'])),
      begins({ dossierId, at }, { task: 'ask-supplement', other: agency, dueAt: answerByDate }),
    ],
    SupplementSubmitted: ({ dossierId, at }) => [
      ...ends(dossierId, 'ask-supplement'),
      begins({ dossierId, at }, { task: 'check-supplement' }),
    ],
    SupplementAccepted: ({ dossierId }) => ends(dossierId, 'check-supplement'),
    OverduePredicted: ({ dossierId, agency, workingDaysLeft, dueAt, at }) => {
      const task = { other: agency, dueAt };
      const told = begins({ dossierId, at }, { task: 'overdue-predicted', ...task });
      // An apology goes out on a day before the appointment: from this mark on it is that day or never.
      if (workingDaysLeft > 1) return [told];
      return [told, begins({ dossierId, at }, { task: 'apology-needed', ...task })];
    },
    OverdueDeclared: ({ dossierId, agency, dueAt, at }) => [
      ...ends(dossierId, 'overdue-predicted', 'apology-needed'),
      begins({ dossierId, at }, { task: 'dossier-overdue', other: agency, dueAt }),
    ],
    DeadlineRecomputed: dueAnew,
    AppointmentMoved: dueAnew,
    LateApologyRefused: ({ dossierId, agency, dueAt, at }) => [
      begins({ dossierId, at }, { task: 'late-apology', other: agency, dueAt }),
    ],
    ConsultationLapsed: ({ dossierId, consultationId, to, answerBy, at }) => [
      begins(
        { dossierId, at },
        { task: 'consultation-lapsed', about: consultationId, other: to, dueAt: answerBy },
      ),
    ],
    ConsultationAnswered: ({ dossierId, consultationId }) => [
      toDo.delete({ dossier_id: dossierId, task: 'consultation-lapsed', about: consultationId }),
    ],
    ResultForwardedToOneStop: ({ dossierId, agency, at }) => [
      ...allEnd({ dossierId, at }),
      begins({ dossierId, at }, { task: 'return-result', other: agency }),
    ],
    LegOpened: (leg) => [
      ofLeg(leg, 'work-on-leg', { agency: leg.agency, other: leg.oneStop, due_at: leg.dueAt }),
    ],
    LegNotOpened: legComesBack,
    LegReturned: legComesBack,
    LegOverdueDeclared: (leg) => [
      ofLeg(leg, 'overdue-leg', { agency: leg.oneStop, other: leg.agency, due_at: leg.dueAt }),
    ],
    LegSupplementProposed: (leg) => [
      ...endsOfLeg(leg, ['ask-for-leg']),
      ofLeg(leg, 'ask-for-leg', { agency: leg.lead, other: leg.agency }),
    ],
    LegDeadlineRecomputed: (leg) => [
      ...endsOfLeg(leg, ['overdue-leg']),
      dueOfLeg(leg, 'work-on-leg', { due_at: leg.dueAt }),
    ],
    LegReroutingProposed: (leg) => [
      ...endsOfLeg(leg, ['reroute-leg', 'agree-on-leg']),
      ofLeg(leg, 'agree-on-leg', { agency: leg.lead, other: leg.to }),
    ],
    LegRerouted: (leg) => [
      ...endsOfLeg(leg),
      ofLeg(leg, 'work-on-leg', { agency: leg.to, other: leg.oneStop, due_at: leg.dueAt }),
    ],
    LegResultDelivered: legEnds,
    LegResultReturnedDown: legEnds,
    LegClosed: legEnds,
    LegRefused: (leg) => [
      ...endsOfLeg(leg),
      ofLeg(leg, 'decide-on-leg', { agency: leg.lead, other: leg.agency }),
    ],
    LinkedDossierContinued: (decided) => endsOfLeg(decided, ['decide-on-leg']),
    LinkedResultsConsolidated: linkedEnds,
    LinkedDossierRefused: linkedEnds,
    DossierCompleted: allEnd,
    AcceptanceRefused: allEnd,
    ProcessingStopped: allEnd,
    DossierWithdrawn: allEnd,
    ResultReturned: allEnd,
  },
};
