import { applicantOperations } from './applicants/applicants.operations';
import { auditOperations, importOperations } from './audit/audit.operations';
import { commandOperations } from './commands/commands.operations';
import { contentOperations } from './contents/contents.operations';
import { calendarOperations } from './directory/calendar.operations';
import { agencyOperations } from './directory/directory.operations';
import { procedureOperations } from './directory/procedures.operations';
import { carrierOperations } from './documents/carrier.operations';
import { deliveryOperations } from './documents/deliveries.operations';
import { deskOperations } from './documents/desks.operations';
import { documentOperations } from './documents/documents.operations';
import { inboxOperations } from './documents/inbox.operations';
import { clockOperations } from './dossiers/clock.operations';
import { dossierOperations } from './dossiers/dossiers.operations';
import { formOperations } from './dossiers/forms.operations';
import { intakeOperations } from './dossiers/intake.operations';
import { legOperations, linkedOperations } from './dossiers/linked.operations';
import { resultOperations } from './dossiers/results.operations';
import { eventOperations } from './events/events.operations';
import { noticeOperations } from './notices/notices.operations';
import type { Kind, Operation } from './operation';
import { parkingOperations } from './parking/parking.operations';
import type { ProblemName } from './problems';
import { registerOperations } from './registers/registers.operations';
import { systemOperations } from './system/system.operations';
import { connectedSystemOperations } from './systems/systems.operations';
import { webhookOperations } from './webhooks/webhooks.operations';

/** Everything the edge offers. Handlers, roles, OpenAPI and the README follow these rows. */
export const operations = {
  ...contentOperations,
  ...documentOperations,
  ...deliveryOperations,
  ...inboxOperations,
  ...deskOperations,
  ...carrierOperations,
  ...registerOperations,
  ...dossierOperations,
  ...applicantOperations,
  ...intakeOperations,
  ...clockOperations,
  ...resultOperations,
  ...formOperations,
  ...linkedOperations,
  ...legOperations,
  ...commandOperations,
  ...eventOperations,
  ...importOperations,
  ...auditOperations,
  ...agencyOperations,
  ...procedureOperations,
  ...calendarOperations,
  ...webhookOperations,
  ...noticeOperations,
  ...connectedSystemOperations,
  ...parkingOperations,
  ...systemOperations,
} satisfies Readonly<Record<string, Operation>>;

export type OperationName = keyof typeof operations;

const toldOfFirst: readonly Kind[] = ['download', 'print', 'stream'];

/** Content and histories: nothing of them is sent before it is recorded who reads them. */
export const recordsFirst = ({ kind, tag }: Operation): boolean =>
  toldOfFirst.includes(kind) || (kind === 'query' && tag === 'audit');

const ofOpen: readonly ProblemName[] = [
  'request:malformed-header',
  'request:address-too-long',
  'request:headers-too-large',
  'request:too-slow',
  'request:unreadable',
  'request:wrong-method',
  'request:no-such-address',
  'service:stopping',
  'service:failed',
];
const ofAdmitted: readonly ProblemName[] = [
  ...ofOpen,
  'request:not-authenticated',
  'request:too-many-requests',
  'request:role-not-allowed',
  'request:importer-only',
  'request:malformed',
  'content:secret-content',
  'service:unavailable',
  'service:caller-unproven',
  'service:no-answer',
];

const ofPosition: readonly ProblemName[] = [
  'position:of-another-store',
  'position:of-a-lost-future',
  'position:not-visible-yet',
  'position:parked',
];

const ofJson: readonly ProblemName[] = [
  'document:secret-content',
  'request:not-json',
  'request:too-deep',
  'request:too-large',
  'request:wrong-media-type',
];

const ofKind: Readonly<Record<Kind, readonly ProblemName[]>> = {
  command: [...ofAdmitted, 'request:idempotency-key-missing', ...ofJson],
  batch: [...ofAdmitted, ...ofJson],
  upload: [...ofAdmitted, 'request:wrong-media-type'],
  query: [...ofAdmitted, ...ofPosition],
  stream: [...ofAdmitted, ...ofPosition, 'request:too-many-streams'],
  download: ofAdmitted,
  print: [...ofAdmitted, ...ofPosition],
  resumable: [...ofAdmitted, 'request:wrong-media-type', 'content:tus-version'],
  open: ofOpen,
  public: [
    ...ofOpen,
    'request:too-many-requests',
    'request:malformed',
    'service:unavailable',
    'service:caller-unproven',
    'service:no-answer',
  ],
};

/** What a command over the bus may be answered with besides what its operation is. */
export const problemsOverBus: readonly ProblemName[] = [
  'system:not-connected',
  'system:no-such-command',
  'system:not-registered-for-agency',
  'system:not-registered-for-command',
];

/** Every problem an operation may be answered with. */
export const problemsOf = (operation: Operation): readonly ProblemName[] => [
  ...ofKind[operation.kind],
  ...(recordsFirst(operation) ? (['service:look-not-recorded'] as const) : []),
  ...operation.refusals,
];
