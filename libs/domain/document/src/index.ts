export * from './events';
export * from './document-command';
export { type DocumentIn, type DocumentState } from './document-state';
export * from './document.decider';
