export * from './event-store';
export * from './event-store-db-store';
export * from './embedded-node';
export * from './failures';
export * from './ask-store';
export * from './transact';
export type { FoldOf } from './folded';
export { factIn } from './fact-in';
export { stateOf } from './history';
export { KeptStates, Snapshots } from './snapshots';
export { StreamCache } from './stream-cache';
export { standingPlace } from './place';
export { Checkpoint } from './checkpoint';
export type { SubscriptionObserver } from './subscription-ends';
export * from './store-id';
export { eventId } from './event-id';
export * from './reactor';
export * from './follow';
export { gathered } from './gathered';
export { keepRunning } from './keep-running';
export * from './parked-streams';
export * from './parking';
export {
  type ParkedEvent,
  placesOfSkips,
  reasonOf,
  skip,
  type SkipDecision,
  type SkipOutcome,
  skippedEvents,
} from './parked';
export * from './replay-parked';
export { FeedHolds } from './feed-holds';
export { allHeldBack, type HeldBackNews, heldBackNews, heldBackStream, holdBack, takeUp } from './held-back';
export { isRunnerStream, runnerCodec } from './runner.codec';
export { isUnfollowed } from './unfollowed';
export { bytesOf } from './weight';
export * from './follower-lag';
