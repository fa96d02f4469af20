import { accept, type Decider, type Decision, refuse } from '@domain/decider';
import { procedureCodec } from './procedure.codec';
import type { ProcedureEvent, ProcedureVersion, VersionContent } from './procedure.events';
import { faultOf, procedureFaults } from './version-faults';
import { type IssuedProcedure, newestVersion, type ProcedureState } from './version-in-force';

interface Issuing {
  readonly procedure: string;
  readonly content: VersionContent;
  /** Gathered: agencies of the route that nobody has, and those closed on the first day of the version. */
  readonly unknownAgencies: readonly string[];
  readonly closedAgencies: readonly string[];
  readonly at: string;
}

export type ProcedureCommand =
  | (Issuing & { readonly type: 'IssueProcedure' })
  | (Issuing & { readonly type: 'AmendProcedure' })
  | {
      readonly type: 'AbolishProcedure';
      readonly procedure: string;
      readonly effectiveDate: string;
      readonly legalBasis: string;
      readonly at: string;
    };

export const procedureRefusals = [
  'not-found',
  'procedure-already-issued',
  'procedure-abolished',
  'procedure-already-abolished',
  'effective-before-newest-version',
  'abolished-before-newest-version',
  ...procedureFaults,
] as const;
export type ProcedureRefusal = (typeof procedureRefusals)[number];

export const procedureDecider: Decider<ProcedureCommand, ProcedureEvent, ProcedureState, ProcedureRefusal> = {
  initial: { status: 'absent' },

  decide(command, state) {
    if (command.type === 'IssueProcedure') return issue(command, state);
    if (state.status === 'absent') return refuse('not-found');
    return command.type === 'AmendProcedure' ? amend(command, state) : abolish(command, state);
  },

  evolve(state, { type, data }) {
    if (type === 'ProcedureVersionIssued') {
      const { procedure, at: _, ...version } = data;
      return state.status === 'absent'
        ? { status: 'issued', procedure, versions: [version] }
        : { ...state, versions: [...state.versions, version] };
    }
    if (state.status === 'absent') return state;
    const { effectiveDate, legalBasis } = data;
    return { ...state, abolition: { effectiveDate, legalBasis } };
  },
};

type Decided = Decision<ProcedureEvent, ProcedureRefusal>;

function issue(command: Issuing, state: ProcedureState): Decided {
  if (state.status === 'issued') {
    return isSame(state.versions[0], command.content) ? accept() : refuse('procedure-already-issued');
  }
  return issued(command, 1);
}

/** An accepted dossier keeps its version, so a version is never changed, only followed by another one. */
function amend(command: Issuing, state: IssuedProcedure): Decided {
  const newest = newestVersion(state);
  if (isSame(newest, command.content)) return accept();
  if (state.abolition !== undefined) return refuse('procedure-abolished');
  if (command.content.effectiveFromDate <= newest.effectiveFromDate) {
    return refuse('effective-before-newest-version');
  }
  return issued(command, state.versions.length + 1);
}

function issued(command: Issuing, version: number): Decided {
  const { procedure, content, at } = command;
  const fault = faultOf(command);
  if (fault !== undefined) return refuse(fault);
  return accept({
    type: 'ProcedureVersionIssued',
    data: { procedure, version: String(version), ...content, at },
  });
}

function abolish(
  { procedure, effectiveDate, legalBasis, at }: Extract<ProcedureCommand, { type: 'AbolishProcedure' }>,
  state: IssuedProcedure,
): Decided {
  const { abolition } = state;
  if (abolition !== undefined) {
    const isRecorded = abolition.effectiveDate === effectiveDate && abolition.legalBasis === legalBasis;
    return isRecorded ? accept() : refuse('procedure-already-abolished');
  }
  if (effectiveDate < newestVersion(state).effectiveFromDate) {
    return refuse('abolished-before-newest-version');
  }
  return accept({ type: 'ProcedureAbolished', data: { procedure, effectiveDate, legalBasis, at } });
}

/** Says the very same; the order of keys says nothing. */
const isSame = ({ version: _, ...known }: ProcedureVersion, content: VersionContent): boolean =>
  textOf(known) === textOf(content);

const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

export const procedure = { decider: procedureDecider, codec: procedureCodec };
