import type { SqlStatement } from '@adapters/read-store';
import type { DossierStage } from '@domain/codes';
import type { Projection } from '../projector/projection';

/** How the table of one question is told of a stage. */
export interface StagesOf {
  readonly at: (dossierId: string, stage: DossierStage) => SqlStatement;
  /** Where it stood is kept until the withdrawal is decided on. */
  readonly withdrawing: (dossierId: string) => SqlStatement;
  readonly asBefore: (dossierId: string) => SqlStatement;
  /** Nothing more is done with it. */
  readonly ended: (dossierId: string, stage: DossierStage, at: string) => SqlStatement;
}

interface Dossier {
  readonly dossierId: string;
  readonly at: string;
}

/** The rows of a projection for the facts that say nothing but where a dossier stands in its procedure. */
export function stageRows({ at, withdrawing, asBefore, ended }: StagesOf): Projection['on'] {
  const now =
    (stage: DossierStage) =>
    ({ dossierId }: Dossier) => [at(dossierId, stage)];
  const over = (stage: DossierStage) => (fact: Dossier) => [ended(fact.dossierId, stage, fact.at)];
  return {
    IntakeSupplementGuided: now('IntakeSupplement'),
    IntakeSupplementReceived: now('Submitted'),
    AcceptanceRefused: over('NotAccepted'),
    ProcessorAssigned: now('InProcess'),
    SupplementRequested: now('AwaitingSupplement'),
    SupplementAccepted: now('InProcess'),
    ProcessingStopped: over('Stopped'),
    WithdrawalRequested: ({ dossierId }) => [withdrawing(dossierId)],
    WithdrawalRejected: ({ dossierId }) => [asBefore(dossierId)],
    DossierWithdrawn: over('Withdrawn'),
    ResultProposed: now('AwaitingApproval'),
    ApprovalDenied: now('InProcess'),
    ResultApproved: now('Approved'),
    ResultSealed: now('ResultIssued'),
    ResultForwardedToOneStop: now('Finished'),
    ResultReturned: over('Returned'),
    DossierArchived: now('Archived'),
  };
}
