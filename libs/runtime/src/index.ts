export { configuration, configurationMarkdown, type Configuration } from './configuration.config';
export { Clock, SystemClock } from './clock';
export { canonicalHash, canonicalize } from './canonical-json';
export { entityId, idOf } from './ids';
export { commandMeta } from './command-meta';
export { reactionMeta, type ReactionMeta } from './reaction-meta';
export { done } from './done';
export { FreshReadings } from './fresh-readings';
export { History } from './history';
export { houseCaller } from './house-caller';
export { actsAt, commandsOf, doing, type Acts, type CommandsOf, type Desk, type Doing } from './acts';
export { OwnDesk, type AtOwnDesk, type ByAgency } from './own-desk';
export { ask, asksAt, type Question } from './asks';
export { CurrentCalendar } from './current-calendar';
export { outcomeIn, Replies, type Outcome } from './replies';
export { CallerOf } from './caller-of';
export { atMost } from './at-most';
export { httpValidation } from './validation-pipe';
export { logOf, logTo, type Log } from './log';
export { NestLog } from './nest-log';
export { Metrics, metricsOf, metricsPage, processMetrics, type MetricsAnswer } from './metrics';
export { DoubtedMessages } from './doubted-messages';
export { FewLines } from './few-lines';
export { diskSpaceOf, type DiskSpace } from './disk-space';
export { ReadinessProbe, type HealthAnswer, type Readiness } from './health';
export { thisInstance } from './instance';
export {
  busKeysFileOf,
  openEdgeContext,
  openServiceContext,
  type EdgeContext,
  type ServiceContext,
} from './service-context';
export { parkedDetails } from './parked-details';
export { ParkedFacts } from './parked-facts';
export { parkedController } from './parked.controller';
export { Reactions, type Follower } from './reactions';
export { snapshotsOf } from './snapshots-of';
export { startService, type RunningService } from './start-service';
export { Turns } from './turns';
export { version } from './version';
export { Watch, type Awaited, type WatchParts } from './watch/watch';
export { within } from './within';
export { runProcess, runService, type Running } from './run-process';
export { FileSums } from './threads/file-sums';
export { WorkThreads, type NotDone, type Numbered, type Started } from './threads/work-threads';
