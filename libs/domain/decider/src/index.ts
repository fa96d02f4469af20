export * from './decider';
export * from './codec';
export * from './given';
export * from './schema';
export * from './state-codec';
