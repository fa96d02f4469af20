import type { procedureOperations } from '@contracts';
import { play } from '@domain/decider';
import { type ProcedureCommand, procedureDecider, type ProcedureState } from '@domain/procedure';

/** Which operation sends each command. */
export const procedureSentBy: Readonly<Record<ProcedureCommand['type'], keyof typeof procedureOperations>> = {
  IssueProcedure: 'issueProcedure',
  AmendProcedure: 'amendProcedure',
  AbolishProcedure: 'abolishProcedure',
};

type Issue = Extract<ProcedureCommand, { type: 'IssueProcedure' }>;

const at = '2026-11-22T01:00:00.000Z';
const procedure = '2.000635';

export const procedureIssue: Issue = {
  ...{ type: 'IssueProcedure', procedure, unknownAgencies: [], closedAgencies: [], at },
  content: {
    ...{ name: 'Cấp bản sao trích lục hộ tịch', sector: 'Hộ tịch', effectiveFromDate: '2026-01-01' },
    legalTime: { amount: 2, unit: 'working-days' },
    publishedTime: { amount: 8, unit: 'working-hours' },
    ...{ convention: 'exactHours', channels: ['counter', 'online'], onlineLevel: 'full' },
    components: [{ key: 'to-khai', name: 'Tờ khai', mandatory: true, originals: 0 }],
    fees: [
      {
        ...{ key: 'phi', name: 'Phí cấp bản sao', amountVnd: 8_000, moment: 'receipt' },
        legalBasis: '281/2016/TT-BTC',
      },
    ],
    route: {
      ...{ mode: 'parallel', lead: 'H26.1' },
      legs: [{ agency: 'H26.2', task: 'Tra cứu sổ gốc', time: { amount: 4, unit: 'working-hours' } }],
    },
    supplement: { clock: 'restart', requestsMax: 1, answerDays: 10 },
    legalBasis: '1872/QĐ-BTP',
  },
};
const amendment: ProcedureCommand = {
  ...{ ...procedureIssue, type: 'AmendProcedure' },
  content: { ...procedureIssue.content, effectiveFromDate: '2026-07-01', fees: [] },
};
const abolition: ProcedureCommand = {
  ...{ type: 'AbolishProcedure', procedure, effectiveDate: '2027-01-01', legalBasis: '9/QĐ-BTP', at },
};

/** One command of each kind, and what says something else than is recorded. */
export const procedureCommands: readonly (readonly [name: string, command: ProcedureCommand])[] = [
  ...[procedureIssue, amendment, abolition].map((command) => [command.type, command] as const),
  [
    'IssueProcedure, otherwise',
    { ...procedureIssue, content: { ...procedureIssue.content, name: 'Cấp bản sao' } },
  ],
  [
    'AmendProcedure, from an earlier day',
    { ...amendment, content: { ...procedureIssue.content, effectiveFromDate: '2025-07-01' } },
  ],
  ['AbolishProcedure, from an earlier day', { ...abolition, effectiveDate: '2025-12-31' }],
];

export const procedureStatus = (state: ProcedureState): 'absent' | 'issued' | 'abolished' => {
  if (state.status === 'absent') return 'absent';
  return state.abolition === undefined ? 'issued' : 'abolished';
};

export const procedureStates = [[], [procedureIssue], [procedureIssue, abolition]].map((commands) => {
  const { state } = play(procedureDecider, commands);
  return [procedureStatus(state), state] as const;
});
