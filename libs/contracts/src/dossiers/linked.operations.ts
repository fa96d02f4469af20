import type { Role } from '@domain/codes';
import { command, get, operationsOf, post, query } from '../operation';
import type { ProblemName } from '../problems';
import { subject } from '../subject';
import { DossierTarget, LegTarget } from '../targets.dto';
import { legsOfAgency } from './linked.answers';
import {
  AcceptLegBody,
  AgreeToReroutingBody,
  ConsolidateResultsBody,
  DecideOnLegBody,
  DeliverLegResultBody,
  FixRouteBody,
  LegsQuery,
  ProposeReroutingBody,
  ProposeSupplementBody,
  RefuseLegBody,
  ReturnLegBody,
} from './linked.bodies.dto';

const counter: readonly Role[] = ['OneStopOfficer'];
const oneStop: readonly Role[] = ['OneStopOfficer', 'Specialist', 'Clerk'];
const workers: readonly Role[] = ['Specialist', 'Leader'];
/** Of the lead agency, and of the agency of a leg. */
const heads: readonly Role[] = ['Leader'];

const writing: readonly ProblemName[] = [
  'dossier:not-found',
  'dossier:idempotency-key-reused',
  'dossier:occurred-before-history',
];
const byLead: readonly ProblemName[] = [...writing, 'dossier:not-at-this-stage', 'dossier:not-the-lead'];
const atCounter: readonly ProblemName[] = ['dossier:handoff-already-pending', 'dossier:not-at-the-one-stop'];

/** What is decided on an interlinked dossier itself. */
export const linkedOperations = operationsOf('dossiers', {
  fixRoute: command({
    subject: subject('dossiers', 'fix-route', 'v1'),
    route: post('/dossiers/{dossierId}/route'),
    allow: counter,
    target: DossierTarget,
    body: FixRouteBody,
    en: 'Fix the route of an interlinked dossier: agencies, tasks, deadlines',
    vi: 'Xác định lộ trình liên thông: cơ quan, công việc, thời hạn',
    refusals: [
      ...writing,
      'dossier:only-the-one-stop',
      'dossier:not-at-this-stage',
      'dossier:handoff-already-pending',
      'dossier:route-not-given',
      'dossier:outside-the-route',
      'dossier:route-agency-not-found',
      'dossier:route-agency-closed',
      'dossier:route-not-upward',
      'dossier:route-level-unknown',
      'dossier:legs-exceed-the-deadline',
      'dossier:calendar-year-not-covered',
    ],
  }),
  consolidateResults: command({
    subject: subject('dossiers', 'consolidate-results', 'v1'),
    route: post('/dossiers/{dossierId}/consolidation'),
    allow: heads,
    target: DossierTarget,
    body: ConsolidateResultsBody,
    en: 'Consolidate the results of all legs: processing ends',
    vi: 'Tổng hợp kết quả các bước liên thông: kết thúc xử lý',
    refusals: [...byLead, ...atCounter, 'dossier:refused-leg-undecided', 'dossier:legs-not-done'],
  }),
  refuseLinkedDossier: command({
    subject: subject('dossiers', 'refuse-linked-dossier', 'v1'),
    route: post('/dossiers/{dossierId}/refused-leg/refusal'),
    allow: heads,
    target: DossierTarget,
    body: DecideOnLegBody,
    en: 'Refuse an interlinked dossier because one of its legs was refused',
    vi: 'Từ chối giải quyết hồ sơ liên thông do một bước bị từ chối',
    refusals: [...byLead, ...atCounter, 'dossier:leg-not-refused'],
  }),
  continueLinkedDossier: command({
    subject: subject('dossiers', 'continue-linked-dossier', 'v1'),
    route: post('/dossiers/{dossierId}/refused-leg/continuation'),
    allow: heads,
    target: DossierTarget,
    body: DecideOnLegBody,
    en: 'Go on with an interlinked dossier without an optional leg that was refused',
    vi: 'Tiếp tục giải quyết hồ sơ liên thông, bỏ qua bước không bắt buộc bị từ chối',
    refusals: [...byLead, 'dossier:leg-not-refused', 'dossier:leg-is-mandatory'],
  }),
});

const onLeg: readonly ProblemName[] = [
  'leg:not-found',
  'leg:idempotency-key-reused',
  'leg:occurred-before-history',
  'leg:not-at-this-state',
];
const byAgency: readonly ProblemName[] = [...onLeg, 'leg:not-with-your-agency'];

/** What is done with one leg; its dossier hears of it by nothing else. */
export const legOperations = operationsOf('dossiers', {
  getLegs: query({
    subject: subject('read-models', 'legs', 'v1'),
    route: get('/legs'),
    allow: 'any',
    body: LegsQuery,
    answer: legsOfAgency,
    en: 'Legs of interlinked dossiers that the own agency has, the earliest due first',
    vi: 'Các bước liên thông cơ quan đang thực hiện, đến hạn trước xếp trước',
  }),
  acceptLeg: command({
    subject: subject('dossiers', 'accept-leg', 'v1'),
    route: post('/dossiers/{dossierId}/legs/{order}/acceptance'),
    allow: oneStop,
    target: LegTarget,
    body: AcceptLegBody,
    en: 'Accept a leg of an interlinked dossier',
    vi: 'Nhận thực hiện bước liên thông',
    refusals: byAgency,
  }),
  returnLeg: command({
    subject: subject('dossiers', 'return-leg', 'v1'),
    route: post('/dossiers/{dossierId}/legs/{order}/return'),
    allow: oneStop,
    target: LegTarget,
    body: ReturnLegBody,
    en: 'Return a leg that is not for this agency, with the reason',
    vi: 'Trả lại bước liên thông, nêu lý do',
    refusals: byAgency,
  }),
  deliverLegResult: command({
    subject: subject('dossiers', 'deliver-leg-result', 'v1'),
    route: post('/dossiers/{dossierId}/legs/{order}/result'),
    allow: workers,
    target: LegTarget,
    body: DeliverLegResultBody,
    en: 'Deliver the result of a leg to whoever uses it next and to the one-stop unit',
    vi: 'Gửi kết quả bước liên thông cho cơ quan sử dụng tiếp và bộ phận một cửa',
    refusals: [
      ...byAgency,
      'leg:result-document-required',
      'leg:result-document-not-found',
      'leg:result-document-not-sealed',
      'leg:result-document-differs',
    ],
  }),
  refuseLeg: command({
    subject: subject('dossiers', 'refuse-leg', 'v1'),
    route: post('/dossiers/{dossierId}/legs/{order}/refusal'),
    allow: heads,
    target: LegTarget,
    body: RefuseLegBody,
    en: 'Refuse what a leg asks for, with the reason',
    vi: 'Từ chối giải quyết bước liên thông, nêu lý do',
    refusals: byAgency,
  }),
  proposeSupplement: command({
    subject: subject('dossiers', 'propose-supplement', 'v1'),
    route: post('/dossiers/{dossierId}/legs/{order}/supplement'),
    allow: workers,
    target: LegTarget,
    body: ProposeSupplementBody,
    en: 'Tell the lead agency what lacks for a leg, so that it asks for a supplement',
    vi: 'Đề nghị cơ quan chủ trì yêu cầu bổ sung hồ sơ cho bước liên thông',
    refusals: byAgency,
  }),
  proposeRerouting: command({
    subject: subject('dossiers', 'propose-rerouting', 'v1'),
    route: post('/dossiers/{dossierId}/legs/{order}/rerouting'),
    allow: ['OneStopHead'],
    target: LegTarget,
    body: ProposeReroutingBody,
    en: 'Propose another agency for a leg, by the head of the one-stop unit',
    vi: 'Trưởng bộ phận một cửa đề nghị chuyển bước liên thông cho cơ quan khác',
    refusals: [
      ...onLeg,
      'leg:only-the-one-stop',
      'leg:unknown-recipient',
      'leg:agency-closed',
      'leg:not-upward',
      'leg:level-unknown',
      'leg:there-already',
    ],
  }),
  agreeToRerouting: command({
    subject: subject('dossiers', 'agree-to-rerouting', 'v1'),
    route: post('/dossiers/{dossierId}/legs/{order}/rerouting/agreement'),
    allow: heads,
    target: LegTarget,
    body: AgreeToReroutingBody,
    en: 'Agree to another agency for a leg, by the lead agency',
    vi: 'Cơ quan chủ trì đồng ý chuyển bước liên thông cho cơ quan khác',
    refusals: [
      ...onLeg,
      'leg:not-the-lead',
      'leg:no-rerouting-proposed',
      'leg:agency-closed',
      'leg:calendar-year-not-covered',
    ],
  }),
});
