export * from './applicant.events';
export * from './applicant.codec';
