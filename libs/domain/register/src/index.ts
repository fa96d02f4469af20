export * from './events';
export * from './register.decider';
