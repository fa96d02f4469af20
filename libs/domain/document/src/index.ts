export * from './events';
export * from './document-command';
export { legsOf, type DocumentIn, type DocumentState, type IssuedDocument } from './document-state';
export * from './document.decider';
