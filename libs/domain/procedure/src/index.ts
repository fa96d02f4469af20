export * from './events';
export * from './procedure.decider';
export * from './version-in-force';
export type { ProcedureFault } from './version-faults';
