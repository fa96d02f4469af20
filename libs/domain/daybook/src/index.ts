export * from './events';
export * from './daybook.decider';
