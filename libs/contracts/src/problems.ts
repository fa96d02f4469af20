import { applicantProblems } from './applicants/applicants.problems';
import { historyProblems, importProblems } from './audit/audit.problems';
import { contentProblems } from './contents/contents.problems';
import { calendarProblems } from './directory/calendar.problems';
import { agencyProblems } from './directory/directory.problems';
import { procedureProblems } from './directory/procedures.problems';
import { deliveryProblems } from './documents/delivery.problems';
import { handoverProblems } from './documents/desks.problems';
import { documentProblems } from './documents/document.problems';
import { clockProblems } from './dossiers/clock.problems';
import { dossierProblems } from './dossiers/dossiers.problems';
import { formProblems } from './dossiers/forms.problems';
import { intakeProblems } from './dossiers/intake.problems';
import { linkedProblems } from './dossiers/linked.problems';
import { resultProblems } from './dossiers/results.problems';
import { noticeProblems } from './notices/notices.problems';
import { parkingProblems } from './parking/parking.problems';
import { type ProblemTable, row } from './problem';
import { registerProblems } from './registers/registers.problems';
import { positionProblems, requestProblems, serviceProblems } from './system/edge.problems';
import { connectedSystemProblems } from './systems/systems.problems';
import { webhookProblems } from './webhooks/webhooks.problems';

const keyReused = row(
  422,
  'after-change',
  'Idempotency-Key used before',
  'This key was used for the same operation with another body. Take a new key for a new command.',
  'Khóa này đã dùng cho cùng thao tác với nội dung khác. Hãy dùng khóa mới cho lệnh mới.',
);
const beforeHistory = row(
  422,
  'after-change',
  'Before what is recorded',
  'The instant lies before the last thing recorded of this object.',
  'Thời điểm nhập sớm hơn dữ kiện cuối cùng đã ghi nhận.',
);

/** Both refusals of the one write path, under the context that answers them. */
const ofWriting = {
  'parking:idempotency-key-reused': keyReused,
  'calendar:idempotency-key-reused': keyReused,
  'calendar:occurred-before-history': beforeHistory,
  'procedure:idempotency-key-reused': keyReused,
  'procedure:occurred-before-history': beforeHistory,
  'system:idempotency-key-reused': keyReused,
  'system:occurred-before-history': beforeHistory,
  'document:idempotency-key-reused': keyReused,
  'document:occurred-before-history': beforeHistory,
  'delivery:idempotency-key-reused': keyReused,
  'delivery:occurred-before-history': beforeHistory,
  'register:idempotency-key-reused': keyReused,
  'register:occurred-before-history': beforeHistory,
  'dossier:idempotency-key-reused': keyReused,
  'dossier:occurred-before-history': beforeHistory,
  'handover:idempotency-key-reused': keyReused,
  'handover:occurred-before-history': beforeHistory,
  'leg:idempotency-key-reused': keyReused,
  'leg:occurred-before-history': beforeHistory,
  'applicant:idempotency-key-reused': keyReused,
  'applicant:occurred-before-history': beforeHistory,
  'webhook:idempotency-key-reused': keyReused,
  'webhook:occurred-before-history': beforeHistory,
  'notice:idempotency-key-reused': keyReused,
  'notice:occurred-before-history': beforeHistory,
  'agency:idempotency-key-reused': keyReused,
  'agency:occurred-before-history': beforeHistory,
} as const;

/** Every problem this system answers, by `<context>:<refusal>`. */
export const problems = {
  ...requestProblems,
  ...serviceProblems,
  ...contentProblems,
  ...positionProblems,
  ...historyProblems,
  ...handoverProblems,
  ...parkingProblems,
  ...procedureProblems,
  ...calendarProblems,
  ...connectedSystemProblems,
  ...documentProblems,
  ...deliveryProblems,
  ...registerProblems,
  ...dossierProblems,
  ...applicantProblems,
  ...intakeProblems,
  ...clockProblems,
  ...resultProblems,
  ...formProblems,
  ...linkedProblems,
  ...agencyProblems,
  ...webhookProblems,
  ...noticeProblems,
  ...importProblems,
  ...ofWriting,
} as const satisfies ProblemTable;

export type ProblemName = keyof typeof problems;

export const isProblemName = (name: string): name is ProblemName => Object.hasOwn(problems, name);
