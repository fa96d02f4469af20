export * from './events';
export * from './system.decider';
