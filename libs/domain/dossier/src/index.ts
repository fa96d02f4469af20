export * from './events';
export * from './dossier.decider';
export { activitiesOf, type DossierState } from './dossier-state';
export { type ClosedAgency, turnOf } from './succession';
