export { type ConnectedAs, connectAs, type Entry } from './connect-as';
export { beginning, NoPosition } from './feed-order';
export { type PublicEvent, publicTypes } from './public-event';
export { GapStays, NotReadFor, readEvents, type Reading } from './read-events';
export { FutureLost, ReadingRefused } from './reading-on';
export { type CommandAnswer, NoSuchSubject, sendCommand, type SentCommand } from './send-command';
export { NoSeed, type SystemIdentity, systemToken } from './system-token';
export { type ReceivedWebhook, verifyWebhook, type Webhook } from './verify-webhook';
