/** One look at content, a history or a list, or one refusal. Ids only: no names of people, no words, no tokens. */
export interface Look {
  /** Who looked, as the token names them; their agency is that of the fact. */
  readonly officer: string;
  /** The one of their roles that allowed it; absent when none did. */
  readonly role?: string;
  /** Id of the connected system that asked over the bus in the name of the officer. */
  readonly sentBy?: string;
  /** Name of the operation, as the table of the edge has it. */
  readonly operation: string;
  /** Ids of what was asked for, with `/` between; absent when the operation names no object. */
  readonly object?: string;
  /** `answered`, or the name of the problem it was refused with, `<context>:<refusal>`. */
  readonly outcome: string;
  /** Lower-case UUID of the journey. */
  readonly correlationId: string;
  readonly at: string;
  /** So many equal refusals that are not listed each; `at` and `correlationId` are those of the last one. */
  readonly count?: number;
}

export type LooksEvent = {
  readonly type: 'LooksRecorded';
  readonly data: {
    readonly agency: string;
    /** Local date (Asia/Ho_Chi_Minh) on which they were looked, YYYY-MM-DD. */
    readonly localDate: string;
    /** Tells a batch that is sent again; a batch may take several facts, which stand one behind the other. */
    readonly batchId: string;
    readonly looks: readonly Look[];
    /** When they were recorded; each look has its own instant. */
    readonly at: string;
  };
};
