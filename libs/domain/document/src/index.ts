export * from './events';
export * from './document-command';
export { type DocumentIn, type DocumentState, type IssuedDocument } from './document-state';
export * from './document.decider';
