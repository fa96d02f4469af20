export * from './subject';
export {
  commandsOfSystems,
  healthSubject,
  messageBytesMax,
  metricsSubject,
  notices,
  parkingSubjects,
  type ServiceName,
  services,
  subjects,
} from './subjects';
export { askersOf, mayAsk, type Signer, signers } from './askers';
export { type Doubt, doubts, isUnproven, unproven } from './unproven';
export * from './message';
export * from './caller';
export * from './reply';
export { faultCodes, faultInVietnamese } from './fault';
export * from './metadata';
export * from './passing';
export * from './position';
export { instantOf } from './instant';
export { officerIdPattern } from './shape';
export { holdsHidden, isLine } from './text';
export { endingOfProgram, isFileName, isProgramName } from './file-name';
export { saidOfFields } from './api-property';
export * from './targets.dto';
export * from './questions.dto';
export * from './directory/directory.bodies.dto';
export * from './directory/procedures.bodies.dto';
export * from './directory/calendar.bodies.dto';
export * from './documents/signatures.bodies.dto';
export * from './documents/exchange.bodies.dto';
export * from './documents/deliveries.bodies.dto';
export * from './documents/outgoing.bodies.dto';
export * from './documents/desks.bodies.dto';
export * from './documents/questions.dto';
export * from './registers/registers.bodies.dto';
export * from './registers/print.dto';
export * from './dossiers/dossiers.bodies.dto';
export * from './dossiers/questions.dto';
export * from './applicants/applicants.bodies.dto';
export * from './dossiers/intake.bodies.dto';
export * from './dossiers/clock.bodies.dto';
export * from './dossiers/results.bodies.dto';
export * from './dossiers/forms.bodies.dto';
export * from './dossiers/linked.bodies.dto';
export * from './commands/commands.bodies.dto';
export * from './systems/systems.bodies.dto';
export * from './parking/parking.bodies.dto';
export * from './events/events.bodies.dto';
export * from './events/feed-cursor';
export * from './webhooks/webhooks.bodies.dto';
export * from './notices/notices.bodies.dto';
export * from './audit/looks.bodies.dto';
export * from './audit/history.dto';
export { recorded, type Answer, type Nothing, type Page, type Schema } from './answer';
export { holdsNames, type NamePlace, namePlaces, withNames, withoutNames } from './named-answer';
export * from './documents/states';
export * from './documents/documents.answers';
export * from './documents/desks.answers';
export * from './documents/document-view.answers';
export * from './documents/deliveries.answers';
export * from './documents/related.answers';
export * from './registers/registers.answers';
export * from './dossiers/dossiers.answers';
export * from './dossiers/forms.answers';
export * from './dossiers/linked.answers';
export * from './applicants/applicants.answers';
export * from './directory/directory.answers';
export * from './directory/procedures.answers';
export * from './directory/calendar.answers';
export * from './audit/audit.answers';
export * from './commands/commands.answers';
export * from './systems/systems.answers';
export * from './parking/parking.answers';
export type { EventsPage, FeedNumbers, FeedRow, FeedRows } from './events/events.answers';
export * from './webhooks/webhooks.answers';
export type { NoticeMatter, NoticeMatters, NoticesView } from './notices/notices.answers';
export * from './contents/contents.answers';
export type {
  FollowerHealth,
  JetStreamHealth,
  PartHealth,
  SystemHealth,
  ValidatedMessage,
} from './system/system.answers';
export { isProblemName, problems, type ProblemName } from './problems';
export type { ProblemRow, Retry } from './problem';
export {
  inside,
  tags,
  type ForwardedRow,
  type Forward,
  type Kind,
  type Operation,
  type ShapeOf,
  type Tag,
} from './operation';
export { operations, problemsOf, problemsOverBus, recordsFirst, type OperationName } from './operations';
export { isOffered } from './offered-operations';
export { agencyOperations } from './directory/directory.operations';
export { calendarOperations } from './directory/calendar.operations';
export { procedureOperations } from './directory/procedures.operations';
export { connectedSystemOperations } from './systems/systems.operations';
export { carrierOperations } from './documents/carrier.operations';
export { deliveryOperations } from './documents/deliveries.operations';
export { deskOperations } from './documents/desks.operations';
export { documentOperations } from './documents/documents.operations';
export { inboxOperations } from './documents/inbox.operations';
export { webhookOperations } from './webhooks/webhooks.operations';
export { noticeOperations } from './notices/notices.operations';
export { registerOperations } from './registers/registers.operations';
export { applicantOperations } from './applicants/applicants.operations';
export { dossierOperations } from './dossiers/dossiers.operations';
export { clockOperations } from './dossiers/clock.operations';
export { resultOperations } from './dossiers/results.operations';
export { formOperations } from './dossiers/forms.operations';
export { legOperations, linkedOperations } from './dossiers/linked.operations';
export { intakeOperations } from './dossiers/intake.operations';
