import type { LegState } from '@domain/codes';
import type { Projection } from '../projector/projection';
import { json, type Row } from '../projector/row-write';
import { table } from '../projector/table';

const legs = table('dossier_leg', 'dossier_id', 'leg_order');

interface Key {
  readonly dossierId: string;
  readonly order: number;
}

const set = ({ dossierId, order }: Key, columns: Row) =>
  legs.update({ dossier_id: dossierId, leg_order: order }, columns);

const at = (key: Key, state: LegState, columns: Row = {}) => [set(key, { state, ...columns })];

/** Each agency once, however often it had the leg. */
const charged = {
  set: {
    late_agencies: `case when dossier_leg.late_agencies @> given.late_agencies then dossier_leg.late_agencies
      else dossier_leg.late_agencies || given.late_agencies end`,
  },
};

interface Result {
  readonly sha256: string;
  readonly symbol?: string;
  readonly document?: { readonly documentId: string };
  readonly officer: string;
  readonly at: string;
}

const done = ({ sha256, symbol, document, officer, at: endedAt, ...key }: Key & Result) => {
  const result = { result_sha256: sha256, result_symbol: symbol, result_document: document?.documentId };
  return at(key, 'Done', { ended_at: endedAt, officer, lacking: null, ...result });
};

/** A row for each leg from when the route is fixed, whose turn may come later. */
export const dossierLegs: Projection = {
  name: 'dossier-legs.v1',
  tables: [legs],
  on: {
    RouteFixed: ({ dossierId, agency: oneStop, mode, lead, legs: planned }) =>
      planned.map(({ agency, task, mandatory, dueAt, monitor }, place) =>
        legs.insert({
          ...{ dossier_id: dossierId, leg_order: place + 1, mode, lead, one_stop: oneStop, agency, task },
          ...{ state: 'Planned', mandatory, due_at: dueAt, monitor, late: false, late_agencies: json([]) },
        }),
      ),
    // Whoever took over from a closed agency stands in its place.
    LegOpened: ({ at: openedAt, dueAt, agency, ...key }) =>
      at(key, 'Pending', { agency, opened_at: openedAt, due_at: dueAt }),
    LegNotOpened: ({ at: openedAt, ...key }) =>
      at(key, 'Returned', { opened_at: openedAt, reason: 'agency-closed' }),
    LegAccepted: ({ officer, ...key }) => at(key, 'Active', { officer }),
    LegReturned: ({ reason, officer, ...key }) => at(key, 'Returned', { reason, officer }),
    LegResultDelivered: done,
    LegResultReturnedDown: done,
    LegRefused: ({ reason, officer, at: endedAt, ...key }) =>
      at(key, 'Refused', { reason, officer, ended_at: endedAt, lacking: null }),
    LegSupplementProposed: ({ wanting, reason, officer, ...key }) => [
      set(key, { officer, lacking: json({ wanting, reason }) }),
    ],
    // Asked for another leg, or for the lead agency itself, it still lacks.
    SupplementRequested: ({ dossierId, leg }) =>
      leg === undefined ? [] : [set({ dossierId, order: leg.order }, { lacking: null })],
    LegOverdueDeclared: ({ dossierId, order, agency }) => [
      legs.update(
        { dossier_id: dossierId, leg_order: order },
        { late: true, late_agencies: json([agency]) },
        charged,
      ),
    ],
    LegPaused: ({ since, ...key }) => [set(key, { paused_at: since })],
    LegResumed: (key) => [set(key, { paused_at: null })],
    // Whoever was late with the earlier end stays charged with it.
    LegDeadlineRecomputed: ({ dueAt, ...key }) => [set(key, { due_at: dueAt, late: false })],
    LegReroutingProposed: ({ to, ...key }) => [set(key, { proposed_to: to })],
    LegRerouted: ({ to, reason, dueAt, ...key }) =>
      at(key, 'Pending', {
        agency: to,
        due_at: dueAt,
        late: false,
        proposed_to: null,
        officer: null,
        lacking: null,
        reason,
      }),
    LegClosed: ({ at: endedAt, ...key }) => at(key, 'Closed', { ended_at: endedAt, lacking: null }),
  },
};
