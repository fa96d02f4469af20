export * from './event-store';
export * from './event-store-db-store';
export * from './embedded-node';
export * from './failures';
export * from './transact';
export { type FoldOf, type StateOf, stateOf } from './history';
export { StreamCache } from './stream-cache';
export type { TroubleLog } from './catch-up';
export * from './store-id';
