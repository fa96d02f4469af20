export * from './events';
export * from './applicant.decider';
