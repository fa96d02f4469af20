export * from './events';
export * from './dossier.decider';
export { contentOf } from './dossier-rules';
export { activitiesOf, type DossierFile, type DossierState, type LinkedFile } from './dossier-state';
export type { Unavailable } from './intake';
export { type LegStanding } from './linked';
export { type ClosedAgency, reachedUnder, turnOf } from './succession';
