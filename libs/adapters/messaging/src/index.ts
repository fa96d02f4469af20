export { BusContact } from './bus-contact';
export { connectNats, type NatsAddress, type NatsConnection } from './connection';
export {
  answerIn,
  QuestionRefused,
  Requester,
  ServiceUnavailable,
  UnreadableReply,
  type RequesterOptions,
} from './requester';
export { MessageTooLarge } from './message-size';
export { natsServerOptions, ServiceServer, type ServiceServerLimits } from './service-server';
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
  type PublicStreamOptions,
  type PublicStreamState,
  type PublishAlarm,
} from './public-stream';
export { inboxName, provisionInbox } from './inbox';
export {
  cacheFolder,
  NatsServerFailed,
  NatsServerUnavailable,
  provideNatsServer,
  startNatsServer,
  type NatsServer,
  type NatsServerOptions,
} from './nats-server';
export { followPublic } from './follow-public';
export { hear, tell } from './notices';
