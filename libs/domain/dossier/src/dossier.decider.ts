import { accept, type Decider, type Decision, impossible, refuse } from '@domain/decider';
import { type ClockCommand, clockDecisions, clockMoves, clockRefusals } from './clock';
import { type CustodyCommand, custodyDecisions, custodyMoves, custodyRefusals } from './custody';
import { type DecisionsOf, ownRefusals } from './deciding';
import { dossierCodec } from './dossier.codec';
import type { DossierEvent } from './dossier.events';
import { type DossierState, dossierStates, type Existing, type MovesOf, originalsAt } from './dossier-state';
import {
  type Hindrances,
  type IntakeCommand,
  intakeDecisions,
  intakeMoves,
  intakeRefusals,
  submit,
  type SubmitDossier,
} from './intake';
import { type LinkedCommand, linkedDecisions, linkedMoves, linkedRefusals } from './linked';
import { type ProcessCommand, processDecisions, processMoves, processRefusals } from './process';
import { type ResultCommand, resultDecisions, resultMoves, resultRefusals } from './results';
import { type PlainCommand, plainDecisions, plainMoves, plainRefusals } from './unversioned';

type OpenDossier = {
  readonly type: 'OpenDossier';
  /** A version of the procedure is in force, so that the dossier is submitted under it. */
  readonly inCatalogue?: boolean;
  /** Dossiers that its agency opened under one of its codes before; looked for where an import brings it. */
  readonly sameCode?: readonly string[];
} & Hindrances &
  Extract<DossierEvent, { type: 'DossierOpened' }>['data'];
type OnDossier =
  | PlainCommand
  | CustodyCommand
  | IntakeCommand
  | ProcessCommand
  | ClockCommand
  | ResultCommand
  | LinkedCommand;

/** `by` is the agency that acts, `officer` the person there. Exactly one agency holds a dossier at any time. */
export type DossierCommand = OpenDossier | SubmitDossier | OnDossier;

export const dossierRefusals = [
  ...ownRefusals,
  ...plainRefusals,
  ...custodyRefusals,
  ...intakeRefusals,
  ...processRefusals,
  ...clockRefusals,
  ...resultRefusals,
  ...linkedRefusals,
] as const;
export type DossierRefusal = (typeof dossierRefusals)[number];

const decisions: DecisionsOf<OnDossier, DossierRefusal> = {
  ...plainDecisions,
  ...custodyDecisions,
  ...intakeDecisions,
  ...processDecisions,
  ...clockDecisions,
  ...resultDecisions,
  ...linkedDecisions,
};

type Begun = Extract<DossierEvent, { type: 'DossierOpened' | 'DossierSubmitted' }>;
const moves: MovesOf<Exclude<DossierEvent, Begun>> = {
  ...plainMoves,
  ...custodyMoves,
  ...intakeMoves,
  ...processMoves,
  ...clockMoves,
  ...resultMoves,
  ...linkedMoves,
};

export const dossierDecider: Decider<DossierCommand, DossierEvent, DossierState, DossierRefusal> = {
  initial: { status: 'absent' },

  decide(command, state) {
    if (command.type === 'OpenDossier' || command.type === 'SubmitDossier') return begin(command, state);
    if (state.status === 'absent') return refuse('not-found');
    // What the house itself tells comes from nobody.
    if ('by' in command && !state.parties.includes(command.by)) return refuse('not-found');
    const decide = decisions[command.type] as (command: OnDossier, state: Existing) => Decided;
    return decide(command, state);
  },

  evolve(state, event) {
    if (event.type === 'DossierOpened') return { ...begun(event), stage: 'unversioned' };
    if (event.type === 'DossierSubmitted') {
      const { rules, procedure, channel, applicantRef, components } = event.data;
      const originals = originalsAt(event.data.agency, components);
      const file = { rules, procedure, channel, applicantRef, components, originals };
      return { ...begun(event), stage: 'Submitted', file };
    }
    if (state.status === 'absent') return state;
    const move = moves[event.type] as ((state: Existing, data: unknown) => Existing) | undefined;
    return move === undefined ? impossible(event as never) : move(state, event.data);
  },
};

type Decided = Decision<DossierEvent, DossierRefusal>;

/** The id follows from the command, so that a dossier that is there was begun by this very command. */
function begin(command: OpenDossier | SubmitDossier, state: DossierState): Decided {
  if (state.status !== 'absent') return accept();
  const { agencyClosed = false, unknownApplicant = false, ...asked } = command;
  if (asked.type === 'SubmitDossier' && asked.isImport === true) return refuse('not-by-import');
  if (agencyClosed) return refuse('agency-closed');
  if (asked.type === 'OpenDossier' && asked.inCatalogue === true) return refuse('procedure-in-catalogue');
  if (unknownApplicant) return refuse('unknown-applicant');
  if (asked.type === 'SubmitDossier') return submit(asked);
  const { type: _, inCatalogue: __, sameCode = [], ...opening } = asked;
  if (sameCode.length > 0) return refuse('code-already-opened', { dossiers: sameCode });
  return accept({ type: 'DossierOpened', data: opening });
}

const begun = ({ data: { dossierId, agency } }: Begun) => ({
  status: 'held' as const,
  ...{ dossierId, openedBy: agency, holder: agency, parties: [agency], settled: {}, activities: undefined },
});

export const dossier = { decider: dossierDecider, codec: dossierCodec, states: dossierStates };
