import type { LegEvent } from '@domain/leg/events';
import type { PublicFacts } from './public-fact';

interface Leg {
  readonly dossierId: string;
  readonly order: number;
  readonly agency: string;
  readonly oneStop: string;
  readonly lead: string;
}
const everyone = ({ agency, oneStop, lead }: Leg) => [agency, oneStop, lead];
const leg = ({ dossierId, order }: Leg) => `${dossierId}.${order}`;

/**
 * A leg is told to the agency that has it, and what becomes of it to the one-stop unit and the lead agency. Who watches
 * over it, whom the one-stop unit proposes in its place, and what its agency says lacks, stays inside.
 */
export const legPublic: PublicFacts<LegEvent> = {
  owner: 'dossiers',
  context: 'dossiers',
  facts: {
    LegOpened: {
      name: 'leg-opened',
      version: 1,
      to: ({ agency }) => [agency],
      about: leg,
      fields: [
        'dossierId',
        'order',
        'agency',
        'oneStop',
        'lead',
        'mode',
        'task',
        'mandatory',
        'dueAt',
        'input',
      ],
    },
    LegAccepted: {
      name: 'leg-accepted',
      version: 1,
      to: everyone,
      about: leg,
      fields: ['dossierId', 'order', 'agency'],
    },
    LegReturned: {
      name: 'leg-returned',
      version: 1,
      to: everyone,
      about: leg,
      fields: ['dossierId', 'order', 'agency', 'reason'],
    },
    LegResultDelivered: {
      name: 'leg-result-delivered',
      version: 1,
      to: everyone,
      about: leg,
      fields: ['dossierId', 'order', 'agency', 'sha256', 'symbol'],
    },
    LegResultReturnedDown: {
      name: 'leg-result-returned-down',
      version: 1,
      to: everyone,
      about: leg,
      fields: ['dossierId', 'order', 'agency', 'sha256', 'symbol'],
    },
    LegRefused: {
      name: 'leg-refused',
      version: 1,
      to: everyone,
      about: leg,
      fields: ['dossierId', 'order', 'agency', 'reason'],
    },
    LegOverdueDeclared: {
      name: 'leg-overdue-declared',
      version: 1,
      to: everyone,
      about: leg,
      fields: ['dossierId', 'order', 'agency', 'dueAt'],
    },
    LegPaused: {
      name: 'leg-paused',
      version: 1,
      to: everyone,
      about: leg,
      fields: ['dossierId', 'order', 'agency', 'since'],
    },
    LegResumed: {
      name: 'leg-resumed',
      version: 1,
      to: everyone,
      about: leg,
      fields: ['dossierId', 'order', 'agency', 'resumedAt', 'clock'],
    },
    LegDeadlineRecomputed: {
      name: 'leg-deadline-recomputed',
      version: 1,
      to: everyone,
      about: leg,
      fields: ['dossierId', 'order', 'agency', 'before', 'dueAt'],
    },
    LegRerouted: {
      name: 'leg-rerouted',
      version: 1,
      to: (data) => [data.to, ...everyone(data)],
      about: leg,
      fields: ['dossierId', 'order', 'agency', 'to', 'reason', 'dueAt'],
    },
    LegClosed: {
      name: 'leg-closed',
      version: 1,
      to: ({ agency }) => [agency],
      about: leg,
      fields: ['dossierId', 'order', 'agency', 'end'],
    },
  },
};
