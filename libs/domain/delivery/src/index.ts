export * from './events';
export * from './delivery.decider';
