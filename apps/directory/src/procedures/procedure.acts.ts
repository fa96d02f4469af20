import type { AmendProcedureBody, procedureOperations } from '@contracts';
import { newestVersion, type VersionContent } from '@domain/procedure';
import { type Acts, type AtOwnDesk, type CommandsOf, doing } from '@runtime';
import { DirectProcedure, type ProcedureOutcome } from './procedure.command-handler';

/** What the law leaves open and a version does not say. */
const supplementByDefault = { requestsMax: 1, answerDays: 10 };

const contentOf = ({ supplement, ...said }: AmendProcedureBody): VersionContent => ({
  ...said,
  supplement: { ...supplementByDefault, ...supplement },
});

/** The version of this command; of one that says what is recorded already, the newest. */
const versionIn = ({ state }: Extract<ProcedureOutcome, { state: unknown }>): string =>
  state.status === 'issued' ? newestVersion(state).version : '';

/** What each operation on the catalogue comes to. */
export const procedureActs: Acts<CommandsOf<typeof procedureOperations>, AtOwnDesk> = {
  issueProcedure: ({ meta, act: { at }, body: { procedure, ...said } }) =>
    doing(
      new DirectProcedure({ type: 'IssueProcedure', procedure, content: contentOf(said), at }, meta),
      () => ({ procedure, version: '1' }),
    ),
  amendProcedure: ({ meta, act: { at }, target: { procedure }, body }) =>
    doing(
      new DirectProcedure({ type: 'AmendProcedure', procedure, content: contentOf(body), at }, meta),
      (outcome) => ({ procedure, version: versionIn(outcome) }),
    ),
  abolishProcedure: ({ meta, act: { at }, target: { procedure }, body }) =>
    doing(new DirectProcedure({ type: 'AbolishProcedure', procedure, ...body, at }, meta)),
};
