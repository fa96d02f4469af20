import type { ProcedureVersion } from './procedure.events';

interface Abolition {
  /** First local day on which no version is in force, YYYY-MM-DD. */
  readonly effectiveDate: string;
  readonly legalBasis: string;
}

export interface IssuedProcedure {
  readonly status: 'issued';
  readonly procedure: string;
  /** Oldest first; each begins after the one before. */
  readonly versions: readonly [ProcedureVersion, ...ProcedureVersion[]];
  readonly abolition?: Abolition;
}

export type ProcedureState = { readonly status: 'absent' } | IssuedProcedure;

export const newestVersion = ({ versions }: IssuedProcedure): ProcedureVersion =>
  versions.at(-1) ?? versions[0];

/** The version that holds on a local date, YYYY-MM-DD; none before the first and none once it is abolished. */
export function versionInForce(procedure: IssuedProcedure, date: string): ProcedureVersion | undefined {
  const { versions, abolition } = procedure;
  if (abolition !== undefined && abolition.effectiveDate <= date) return undefined;
  return versions.findLast(({ effectiveFromDate }) => effectiveFromDate <= date);
}
