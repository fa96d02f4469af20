export {
  configuration,
  configurationMarkdown,
  ConfigurationInvalid,
  type Configuration,
} from './configuration.config';
export { settings, type Setting } from './configuration-table.config';
export { Clock, SystemClock } from './clock';
export { canonicalHash, canonicalize } from './canonical-json';
export { entityId, idOf } from './ids';
export { commandMeta, type CommandMeta } from './command-meta';
export { reactionMeta, type Cause, type ReactionMeta } from './reaction-meta';
export { done } from './done';
export { History } from './history';
export { houseCaller } from './house-caller';
export { actsAt, commandsOf, doing, type Acts, type CommandsOf, type Desk, type Doing } from './acts';
export { ask, asksAt, type Question, type QuestionDesk } from './asks';
export { outcomeIn, Replies, type Outcome } from './replies';
export { CallerOf, readCaller } from './caller-of';
export { MalformedMessage } from './malformed-message';
export { atMost } from './at-most';
export {
  fieldErrors,
  httpValidation,
  rpcValidationPipe,
  ShapePipe,
  type ExceptionFactory,
} from './validation-pipe';
export { refusalOf, RpcRefusalFilter } from './rpc-refusal.filter';
export { logOf, logTo, openLog, type Log, type OpenLog } from './log';
export { NestLog } from './nest-log';
export { Metrics, metricsOf, metricsPage, processMetrics, type MetricsAnswer } from './metrics';
export { diskSpaceOf, type DiskSpace } from './disk-space';
export { ReadinessProbe, type HealthAnswer, type Readiness } from './health';
export { thisInstance, type Instance } from './instance';
export {
  openEdgeContext,
  openServiceContext,
  type EdgeContext,
  type Opened,
  type ServiceContext,
} from './service-context';
export { parkedDetails } from './parked-details';
export { ParkedFacts } from './parked-facts';
export { parkedController } from './parked.controller';
export { Reactions, type Follower } from './reactions';
export { startService, type RunningService } from './start-service';
export { version } from './version';
export { runProcess, runService, type Open, type Running } from './run-process';
export { FileSums } from './threads/file-sums';
export { WorkThreads, type NotDone, type Numbered, type Started } from './threads/work-threads';
