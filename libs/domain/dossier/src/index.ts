export * from './events';
export * from './dossier.decider';
