export * from './events';
export * from './secrecy.decider';
