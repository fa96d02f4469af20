import type { linkedOperations } from '@contracts';
import { vietnamCalendar as calendar } from '@domain/calendar';
import type { DossierCommand, LegStanding } from '@domain/dossier';

type Example<T extends DossierCommand['type']> = Extract<DossierCommand, { type: T }>;

/** Which operation sends each command on an interlinked dossier. */
export const linkedSentBy = {
  FixRoute: 'fixRoute',
  ConsolidateResults: 'consolidateResults',
  RefuseLinkedDossier: 'refuseLinkedDossier',
  ContinueLinkedDossier: 'continueLinkedDossier',
} as const satisfies Partial<Record<DossierCommand['type'], keyof typeof linkedOperations>>;

/** Thursday, 09:00 local time, as of the dossier in its procedure. */
const at = '2026-11-26T02:00:00.000Z';
const counter = { by: 'H26.1', officer: 'mc.01', at };
const lead = { by: 'H26.2', officer: 'ld.02', at };
const other = 'H26.3';
const sha256 = 'b'.repeat(64);
const days = (amount: number) => ({ amount, unit: 'working-days' }) as const;

const fix: Example<'FixRoute'> = {
  ...{ type: 'FixRoute', mode: 'parallel', lead: lead.by },
  legs: [
    { agency: lead.by, task: 'Thẩm định', time: days(2) },
    { agency: other, task: 'Cho ý kiến chuyên ngành', time: days(1), optional: true },
  ],
  ...{ unknownAgencies: [], closed: [], calendar, ...counter },
};

/** At a commune, up to the province. */
const fixUpward: Example<'FixRoute'> = {
  ...{ ...fix, mode: 'upward', legs: (fix.legs ?? []).slice(0, 1) },
  levels: { [counter.by]: 'commune', [lead.by]: 'province' },
};
const fixFlat: Example<'FixRoute'> = {
  ...{ ...fixUpward, levels: { [counter.by]: 'province', [lead.by]: 'province' } },
};

const standing = (order: number, state: LegStanding['state']): LegStanding => ({
  ...{ order, agency: order === 1 ? lead.by : other, state },
  ...(state === 'Done' ? { result: { sha256 } } : {}),
  ...(state === 'Planned' || state === 'Pending' ? {} : { acceptedAt: at }),
});
const standings = (first: LegStanding['state'], second: LegStanding['state']) => [
  standing(1, first),
  standing(2, second),
];

const consolidate: Example<'ConsolidateResults'> = {
  ...{ type: 'ConsolidateResults', standings: standings('Done', 'Done'), ...lead },
};
const refuse: Example<'RefuseLinkedDossier'> = {
  ...{ type: 'RefuseLinkedDossier', order: 1, reason: 'Không phù hợp quy hoạch' },
  ...{ standings: standings('Refused', 'Active'), ...lead },
};
const goOn: Example<'ContinueLinkedDossier'> = {
  ...{ type: 'ContinueLinkedDossier', order: 2, reason: 'Không bắt buộc' },
  ...{ standings: standings('Active', 'Refused'), ...lead },
};

/** Of the agency of leg 2, through the lead agency. */
const askForLeg: Example<'RequestSupplement'> = {
  ...{ type: 'RequestSupplement', order: 2, standings: standings('Active', 'Active'), calendar },
  ...{ wanting: [{ key: 'ban-ve', detail: 'Thiếu một bản' }], reason: 'Chưa đủ bản chính', ...lead },
};
const { order: _, ...ask } = askForLeg;

/** By name, for specs of single rules. */
export const linked = {
  fix,
  fixUpward,
  fixFlat,
  ask,
  askForLeg,
  consolidate,
  refuse,
  goOn,
  standings,
  lead,
  other,
};

export const linkedExamples: readonly (readonly [name: string, command: DossierCommand])[] = [
  ['FixRoute', fix],
  ['FixRoute, longer than the appointment', { ...fix, legs: [{ agency: other, task: 'x', time: days(9) }] }],
  ['FixRoute, upward', fixUpward],
  ['FixRoute, upward to the same level', fixFlat],
  ['FixRoute, by a closed agency', { ...fix, closed: [{ code: other, successors: [] }] }],
  ['RequestSupplement, of the lead agency', ask],
  ['RequestSupplement, of the agency of a leg', askForLeg],
  ['ConsolidateResults', consolidate],
  ['ConsolidateResults, a leg not done', { ...consolidate, standings: standings('Active', 'Done') }],
  ['ConsolidateResults, a refusal undecided', { ...consolidate, standings: standings('Done', 'Refused') }],
  ['RefuseLinkedDossier', refuse],
  ['ContinueLinkedDossier', goOn],
  ['ContinueLinkedDossier, without a mandatory leg', { ...goOn, order: 1, standings: refuse.standings }],
];

/** Every command that matters of an interlinked dossier itself. */
export const linkedVariants: readonly DossierCommand[] = [
  ...linkedExamples.map(([, command]) => command),
  { ...fix, mode: undefined } as never,
  { ...fix, unknownAgencies: [other] },
  { ...fixUpward, levels: {} },
  { ...fix, at: '2031-11-26T02:00:00.000Z' },
  { ...fix, ...lead, at },
  ...[ask, askForLeg].map((command) => ({ ...command, at: '2026-12-02T02:00:00.000Z' })),
  { ...askForLeg, standings: standings('Active', 'Pending') },
  { ...ask, ...counter },
  { ...refuse, standings: standings('Active', 'Active') },
  { ...goOn, standings: standings('Active', 'Active') },
  ...[consolidate, refuse, goOn].map((command) => ({ ...command, ...counter })),
  ...[fix, consolidate, refuse, goOn].map((command) => ({ ...command, by: 'H26.9' })),
];
