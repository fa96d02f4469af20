import type { DossierStage } from '@domain/codes';
import type { Projection } from '../projector/projection';
import type { Row, RowWrite } from '../projector/row-write';
import type { Table } from '../projector/table';

interface Dossier {
  readonly dossierId: string;
  readonly at: string;
}

/**
 * The rows of a table of dossiers for the facts that say nothing but where a dossier stands in its procedure;
 * `whenOver` says what else follows when nothing more is done with it.
 */
export function stageRows(
  dossiers: Table,
  whenOver: (dossier: Dossier) => { readonly columns: Row; readonly rows: readonly RowWrite[] },
): Projection['on'] {
  const now =
    (stage: DossierStage) =>
    ({ dossierId }: Dossier) => [dossiers.update({ dossier_id: dossierId }, { stage })];
  const over =
    (stage: DossierStage) =>
    ({ dossierId, at }: Dossier) => {
      const { columns, rows } = whenOver({ dossierId, at });
      return [dossiers.update({ dossier_id: dossierId }, { state: 'completed', stage, ...columns }), ...rows];
    };
  // Where it stood is kept until the withdrawal is decided on.
  const withdrawing = { set: { stage_before: `${dossiers.name}.stage` } };
  const asBefore = { set: { stage: `${dossiers.name}.stage_before` } };
  const answered = { set: { stage: `coalesce(${dossiers.name}.stage_asked, 'InProcess')` } };
  return {
    IntakeSupplementGuided: now('IntakeSupplement'),
    AcceptanceRefused: over('NotAccepted'),
    SupplementAccepted: ({ dossierId }) => [dossiers.update({ dossier_id: dossierId }, {}, answered)],
    ProcessingStopped: over('Stopped'),
    WithdrawalRequested: ({ dossierId }) => [
      dossiers.update({ dossier_id: dossierId }, { stage: 'WithdrawalPending' }, withdrawing),
    ],
    WithdrawalRejected: ({ dossierId }) => [dossiers.update({ dossier_id: dossierId }, {}, asBefore)],
    DossierWithdrawn: over('Withdrawn'),
    ResultProposed: now('AwaitingApproval'),
    ApprovalDenied: now('InProcess'),
    ResultSealed: now('ResultIssued'),
    ResultReturned: over('Returned'),
    DossierArchived: now('Archived'),
  };
}

/** Where it stood is kept until the supplement is accepted; a withdrawal that is asked for meanwhile keeps its own. */
export const askedOf = (dossiers: Table) => ({ set: { stage_asked: `${dossiers.name}.stage` } });

/** A dossier is in process from when whoever processes it has taken it. */
export const takenOn = (dossiers: Table) => ({
  set: {
    stage: `case ${dossiers.name}.stage when 'Accepted' then 'InProcess' else ${dossiers.name}.stage end`,
  },
});
