import type { Projection } from '../projector/projection';
import type { RowWrite } from '../projector/row-write';
import { table } from '../projector/table';

const numbers = table('day_in_numbers', 'kind', 'key');

type Kind = 'agencies' | 'dossiers' | 'handoffs' | 'activities';
type Change = readonly [kind: Kind, key: string, by: number];

/**
 * Every decider moves a thing from one known state to the next, so that a move is one less here and one more
 * there.
 */
const counted = (...changes: readonly Change[]): RowWrite[] =>
  changes.map(([kind, key, count]) => numbers.count({ kind, key }, { count }));

const moved = (kind: Kind, from: string, to: string) => () => counted([kind, from, -1], [kind, to, 1]);

const settled = (outcome: string) => () =>
  counted(
    ['dossiers', 'offered', -1],
    ['dossiers', 'held', 1],
    ['handoffs', 'pending', -1],
    ['handoffs', outcome, 1],
  );

/** Documents and deliveries are counted where their rows are. */
export const dayInNumbers: Projection = {
  name: 'day-in-numbers.v2',
  tables: [numbers],
  on: {
    AgencyRegistered: () => counted(['agencies', 'registered', 1]),
    DossierOpened: () => counted(['dossiers', 'held', 1]),
    DossierSubmitted: () => counted(['dossiers', 'held', 1]),
    AcceptanceRefused: moved('dossiers', 'held', 'completed'),
    ProcessingStopped: moved('dossiers', 'held', 'completed'),
    DossierWithdrawn: moved('dossiers', 'held', 'completed'),
    ResultReturned: moved('dossiers', 'held', 'completed'),
    HandoffOffered: () =>
      counted(['dossiers', 'held', -1], ['dossiers', 'offered', 1], ['handoffs', 'pending', 1]),
    HandoffAccepted: settled('accepted'),
    HandoffReturned: settled('returned'),
    HandoffRecalled: settled('recalled'),
    ActivityRecorded: () => counted(['activities', 'recorded', 1]),
    DossierCompleted: moved('dossiers', 'held', 'completed'),
  },
};
