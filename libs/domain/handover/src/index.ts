export * from './events';
export * from './handover.decider';
