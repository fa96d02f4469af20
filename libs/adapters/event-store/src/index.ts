export * from './event-store';
export * from './event-store-db-store';
export * from './embedded-node';
export * from './failures';
export * from './ask-store';
export { connectionDefaults } from './connection-string';
export * from './transact';
export { type FoldOf, type StateOf, stateOf } from './history';
export { StreamCache } from './stream-cache';
export { placeToGoOnFrom, standingPlace } from './place';
export { Checkpoint } from './checkpoint';
export type { TroubleLog } from './trouble-log';
export type { SubscriptionEnd, SubscriptionObserver } from './subscription-ends';
export * from './store-id';
export { eventId } from './event-id';
export * from './reactor';
export * from './follow';
export { keepRunning, type Kept } from './keep-running';
export * from './parked-streams';
export * from './parking';
export {
  type ParkedEvent,
  parkedEvents,
  reasonOf,
  skip,
  type SkipDecision,
  type SkipOutcome,
  skippedEvents,
} from './parked';
export * from './replay-parked';
export { isRunnerStream, runnerCodec } from './runner.codec';
export { isUnfollowed, unfollowedPrefixes } from './unfollowed';
export * from './follower-lag';
