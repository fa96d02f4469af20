export * from './events';
export * from './leg.decider';
export type { LegState } from './leg-state';
