export { BusContact } from './bus-contact';
export { BusKeys, makeBusKeys, readBusKeys } from './bus-keys';
export { connectNats, type NatsAddress, type NatsConnection } from './connection';
export { answerIn, Requester, ServiceUnavailable, UnreadableReply } from './requester';
export { MessageTooLarge } from './message-size';
export { type Answered, natsServerOptions } from './service-server';
export { type MessageSigner, Signing } from './signing';
export {
  provisionPublicStream,
  PublicStream,
  PublicStreamMissing,
  publicStreamLimits,
  publicStreamName,
  publicStreamState,
  type Publication,
  type PublicPlace,
  type PublicStreamLimits,
  type RowMessage,
  type PublicStreamState,
  type PublishAlarm,
} from './public-stream';
export { inboxName, provisionConsumer, provisionInbox, removeConsumer } from './inbox';
export { cacheFolder, provideNatsServer, startNatsServer, type NatsServer } from './nats-server';
export { followPublic } from './follow-public';
export { hear, tell } from './notices';
export { hearCommands, type SentMessage } from './commands-of-systems';
