export * from './events';
export * from './document.decider';
