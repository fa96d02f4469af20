import { procedureOperations } from '@contracts';
import type { Period } from '@domain/procedure';
import { type ProcedureCommand, procedureDecider } from '@domain/procedure';
import { everyRefusal } from './every-refusal';
import { procedureIssue, procedureSentBy } from './procedure-examples';

const { content } = procedureIssue;
const period = (amount: number, unit: Period['unit']): Period => ({ amount, unit });
const [component] = content.components;
const [fee] = content.fees;

/** The version by itself, and each way in which it is wrong. */
const versions = [
  {},
  { legalTime: period(30, 'calendar-days') },
  { publishedTime: period(17, 'working-hours') },
  { convention: 'endOfDay' },
  { onlineLevel: 'none' },
  { components: [component, component] },
  { fees: [fee, fee] },
].map((over) => ({ ...content, ...over }) as typeof content);

const issues = ['2026-01-01', '2026-07-01'].flatMap((effectiveFromDate) =>
  versions.flatMap((version) =>
    [{}, { unknownAgencies: ['H26.2'] }, { closedAgencies: ['H26.2'] }].map((gathered) => ({
      ...{ ...procedureIssue, ...gathered },
      content: { ...version, effectiveFromDate },
    })),
  ),
);
const { procedure, at } = procedureIssue;
const abolitions = ['2025-12-31', '2027-01-01', '2027-02-01'].map((effectiveDate): ProcedureCommand => ({
  ...{ type: 'AbolishProcedure', procedure, effectiveDate, legalBasis: '9/QĐ-BTP', at },
}));
const commands: readonly ProcedureCommand[] = [
  ...issues,
  ...issues.map((each) => ({ ...each, type: 'AmendProcedure' as const })),
  ...abolitions,
];

const asking = {
  context: 'procedure',
  operations: procedureOperations,
  decider: procedureDecider,
  sentBy: procedureSentBy,
};

it.each(everyRefusal({ ...asking, plays: [commands] }))(
  '%s is refused with all that its row says and with nothing else',
  (_, found, declared) => expect(found).toEqual(declared),
);
