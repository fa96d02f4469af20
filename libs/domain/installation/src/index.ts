export * from './events';
export * from './installation.decider';
