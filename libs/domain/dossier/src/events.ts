export * from './dossier.events';
export * from './intake.events';
export * from './clock.events';
export * from './result.events';
export * from './linked.events';
export * from './dossier.codec';
export * from './dossier-code';
export type { DossierRules, GivenComponent } from './dossier-rules';
