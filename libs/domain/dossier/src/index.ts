export * from './events';
export * from './dossier.decider';
export { activitiesOf, type DossierState, type LinkedFile } from './dossier-state';
export { type LegStanding } from './linked';
export { type ClosedAgency, reachedUnder, turnOf } from './succession';
