import type { DossierDegree } from '@domain/codes';
import type { Projection } from '../projector/projection';
import type { Row } from '../projector/row-write';
import type { Table } from '../projector/table';

interface Dossier {
  readonly dossierId: string;
  readonly at: string;
}

/**
 * How far a dossier has come, for the rows of a table of dossiers: of all that is done with it these facts alone, each
 * as one of five words, so that the rows hold nothing else to be told.
 */
export function degreeRows(dossiers: Table): Projection['on'] {
  const now =
    (degree: DossierDegree) =>
    ({ dossierId }: Dossier) => [reached(dossiers, dossierId, degree)];
  return {
    HandoffAccepted: now('in-process'),
    ProcessorAssigned: now('in-process'),
    RouteFixed: now('in-process'),
    ResultProposed: now('in-process'),
    ResultForwardedToOneStop: now('finished'),
    LinkedResultsConsolidated: now('finished'),
    LinkedDossierRefused: now('finished'),
    ResultReturned: now('returned'),
    AcceptanceRefused: now('ended'),
    ProcessingStopped: now('ended'),
    DossierWithdrawn: now('ended'),
    DossierCompleted: ({ dossierId, outcome }) => [
      reached(dossiers, dossierId, outcome === 'withdrawn' ? 'ended' : 'finished'),
    ],
  };
}

export const reached = (dossiers: Table, dossierId: string, degree: DossierDegree, more: Row = {}) =>
  dossiers.update({ dossier_id: dossierId }, { degree, ...more });
