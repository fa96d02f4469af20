export { beginning, NoPosition } from './feed-order';
export { type PublicEvent, publicTypes } from './public-event';
export { type ConnectedAs, GapStays, NotReadFor, readEvents, type Reading } from './read-events';
export { FutureLost, ReadingRefused } from './reading-on';
export { NoSeed, type SystemIdentity, systemToken } from './system-token';
export { type ReceivedWebhook, verifyWebhook, type Webhook } from './verify-webhook';
