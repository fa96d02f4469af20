import type { legOperations } from '@contracts';
import { vietnamCalendar as calendar, workCalendar } from '@domain/calendar';
import type { NamedDocument } from '@domain/codes';
import { play } from '@domain/decider';
import { type LegCommand, legDecider, type LegState } from '@domain/leg';

type Example<T extends LegCommand['type']> = Extract<LegCommand, { type: T }>;

/** Which operation sends each command on a leg. */
export const legSentBy = {
  AcceptLeg: 'acceptLeg',
  ReturnLeg: 'returnLeg',
  DeliverLegResult: 'deliverLegResult',
  RefuseLeg: 'refuseLeg',
  ProposeSupplement: 'proposeSupplement',
  ProposeRerouting: 'proposeRerouting',
  AgreeToRerouting: 'agreeToRerouting',
} as const satisfies Partial<Record<LegCommand['type'], keyof typeof legOperations>>;

const dossierId = '3f0c4b1e-7c9d-5a51-9f55-0a4c7e6a1d10';
/** Thursday, 09:00 local time. */
const at = '2026-11-26T02:00:00.000Z';
const sha256 = 'b'.repeat(64);
const [oneStop, agency, lead, monitor] = ['H26.1', 'H26.2', 'H26.3', 'H26.4'];
const own = { by: agency, officer: 'cv.02', at };
const counter = { by: oneStop, officer: 'ld.01', at };
const leading = { by: lead, officer: 'ld.03', at };

const open: Example<'OpenLeg'> = {
  ...{ type: 'OpenLeg', dossierId, order: 1, agency, oneStop, lead, at },
  plan: {
    ...{ mode: 'sequential', task: 'Thẩm định', time: { amount: 2, unit: 'working-days' } },
    ...{ convention: 'endOfDay', mandatory: true, plannedDueAt: '2026-11-30T16:59:59.999Z', next: 'H26.5' },
  },
  ...{ isClosed: false, calendar },
};
const { next: _, ...plan } = open.plan;
const openUpward: Example<'OpenLeg'> = { ...open, plan: { ...plan, mode: 'upward', monitor } };
const openClosed: Example<'OpenLeg'> = { ...open, isClosed: true };

const take: Example<'AcceptLeg'> = { type: 'AcceptLeg', ...own };
const giveBack: Example<'ReturnLeg'> = { type: 'ReturnLeg', reason: 'Không thuộc thẩm quyền', ...own };
const deliver: Example<'DeliverLegResult'> = {
  ...{ type: 'DeliverLegResult', sha256, symbol: '45/TĐ', ...own },
};
const documentId = '5a1f7c52-8d3e-5f21-8c7b-1e2d3c4b5a61';
const document: NamedDocument = {
  ...{ agency, status: 'Sealed', contents: ['c'.repeat(64), sha256] },
  numbered: { number: 45, bookYear: 2026, symbol: '45/TĐ', documentDate: '2026-11-26' },
};
const openStrict: Example<'OpenLeg'> = { ...open, plan: { ...open.plan, resultDocument: true } };
const deliverDocument: Example<'DeliverLegResult'> = {
  ...{ type: 'DeliverLegResult', sha256, documentId, document, ...own },
};
const refuse: Example<'RefuseLeg'> = { type: 'RefuseLeg', reason: 'Không phù hợp quy hoạch', ...own };
const lack: Example<'ProposeSupplement'> = {
  ...{ type: 'ProposeSupplement', wanting: [{ key: 'ban-ve', detail: 'Thiếu mặt cắt' }] },
  ...{ reason: 'Chưa đủ để thẩm định', ...own },
};
const propose: Example<'ProposeRerouting'> = {
  ...{ type: 'ProposeRerouting', to: 'H26.6', reason: 'Đã chuyển chức năng' },
  ...{ recipientKnown: true, isClosed: false, ...counter },
};
/** From a commune: to the province, or to another commune. */
const proposeUp: Example<'ProposeRerouting'> = { ...propose, levels: { oneStop: 'commune', to: 'province' } };
const proposeFlat: Example<'ProposeRerouting'> = {
  ...propose,
  levels: { oneStop: 'commune', to: 'commune' },
};
const agree: Example<'AgreeToRerouting'> = {
  ...{ type: 'AgreeToRerouting', isClosed: false, calendar, ...leading },
};
const deadline = { dueAt: '2026-11-30T16:59:59.999Z', calendarVersion: calendar.calendarVersion };
const declare: Example<'DeclareLegOverdue'> = {
  ...{ type: 'DeclareLegOverdue', ...deadline, at: '2026-11-30T17:00:00.000Z' },
};
/** On the day after it began, until the Wednesday after. */
const stretch = { pausedAt: '2026-11-27T02:00:00.000Z', resumedAt: '2026-12-02T02:00:00.000Z' };
const pause: Example<'FollowClock'> = {
  ...{ type: 'FollowClock', stood: [{ pausedAt: stretch.pausedAt }], calendar, at: stretch.pausedAt },
};
const resume: Example<'FollowClock'> = {
  ...{ type: 'FollowClock', stood: [{ ...stretch, clock: 'resume' }], calendar, at: stretch.resumedAt },
};
const restart: Example<'FollowClock'> = { ...resume, stood: [{ ...stretch, clock: 'restart' }] };
/** One working day less before its end. */
const revised = workCalendar({
  more: [{ date: '2026-11-30', kind: 'LOCAL_CLOSURE', source: '12/QĐ-UBND', validFrom: '2026-11-27' }],
});
const recompute: Example<'RecomputeLegDeadline'> = {
  ...{ type: 'RecomputeLegDeadline', calendar: revised, revision: { version: 2, source: '12/QĐ-UBND' } },
  at: '2026-11-27T02:00:00.000Z',
};
const close: Example<'CloseLeg'> = { type: 'CloseLeg', end: 'withdrawn', at };

/** By name, for specs of single rules. */
export const legs = {
  ...{ open, openUpward, openClosed, take, giveBack, deliver, refuse, propose, agree, declare, close },
  ...{ proposeUp, proposeFlat, pause, resume, restart, stretch, recompute, revised },
  ...{ lack, openStrict, deliverDocument, document },
  ...{ agency, oneStop, lead, monitor, sha256 },
};

export const legCommands: readonly (readonly [name: string, command: LegCommand])[] = [
  ['OpenLeg', open],
  ['OpenLeg, at a closed agency', openClosed],
  ['OpenLeg, upward', openUpward],
  ['OpenLeg, whose result is a document', openStrict],
  ['AcceptLeg', take],
  ['ReturnLeg', giveBack],
  ['DeliverLegResult', deliver],
  ['DeliverLegResult, a document', deliverDocument],
  ['RefuseLeg', refuse],
  ['DeclareLegOverdue', declare],
  ['ProposeSupplement', lack],
  ['ProposeRerouting', propose],
  ['ProposeRerouting, to a closed agency', { ...propose, isClosed: true }],
  ['ProposeRerouting, to the same level', proposeFlat],
  ['AgreeToRerouting', agree],
  ['FollowClock, standing still', pause],
  ['FollowClock, going on', resume],
  ['FollowClock, beginning anew', restart],
  ['RecomputeLegDeadline', recompute],
  ['CloseLeg', close],
];

const ways: readonly (readonly [string, readonly LegCommand[]])[] = [
  ['absent', []],
  ['Pending', [open]],
  ['Active', [open, take]],
  ['Active, upward', [openUpward, take]],
  ['Active, proposed', [open, take, propose]],
  ['Active, standing still', [open, take, pause]],
  ['Returned', [open, giveBack]],
  ['Done', [open, take, deliver]],
  ['Refused', [open, take, refuse]],
  ['Closed', [open, close]],
];
export const legStates = ways.map(
  ([status, commands]) => [status, play(legDecider, commands).state] as const,
);

/** State, and what else tells it from another one, as the page names them. */
export function legStatus(state: LegState): string {
  if (state.status !== 'Active') return state.status;
  if (state.plan.mode === 'upward') return 'Active, upward';
  if (state.stood.some(({ resumedAt }) => resumedAt === undefined)) return 'Active, standing still';
  return state.proposed === undefined ? 'Active' : 'Active, proposed';
}

/** Every command that matters of a leg. */
export const legVariants: readonly LegCommand[] = [
  ...legCommands.map(([, command]) => command),
  { ...propose, recipientKnown: false },
  { ...propose, levels: {} },
  { ...propose, to: agency },
  { ...agree, isClosed: true },
  { ...agree, at: '2031-11-26T02:00:00.000Z' },
  { ...recompute, calendar },
  { ...declare, stood: pause.stood },
  { ...deliverDocument, symbol: '46/TĐ' },
  { ...deliverDocument, document: { ...document, agency: lead } },
  { ...deliverDocument, document: { ...document, status: 'Recalled' } },
  ...[take, giveBack, deliver, refuse, lack].map((command) => ({ ...command, by: oneStop })),
  { ...propose, by: lead },
  { ...agree, by: oneStop },
  ...[take, giveBack, deliver, refuse, lack, propose, agree].map((command) => ({ ...command, by: 'H26.9' })),
];
