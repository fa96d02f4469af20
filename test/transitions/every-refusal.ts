import type { TransactRefusal } from '@adapters/event-store';
import type { Operation } from '@contracts';
import type { Decider, Fact } from '@domain/decider';

interface Asking<C extends { readonly type: string }, E extends Fact, S> {
  /** Before the colon of its refusals. */
  readonly context: string;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly decider: Decider<C, E, S, string>;
  /** Which operation sends each command. */
  readonly sentBy: Readonly<Record<C['type'], string>>;
  /** Sets of commands. What one of them does may say nothing to the commands of another one. */
  readonly plays: readonly (readonly C[])[];
  /** Whether the command is given to a stream in this state at all. */
  readonly isGiven?: (command: C, state: S) => boolean;
  /** Operations whose stream is a new one, as its name follows from the command: nothing occurred before. */
  readonly begins?: readonly string[];
  /** What an operation is refused with before its command is given. */
  readonly before?: Readonly<Record<string, readonly string[]>>;
}

/** Of the one write path, whatever is decided. */
const ofBeginning: readonly TransactRefusal[] = ['idempotency-key-reused'];
const ofWriting: readonly TransactRefusal[] = [...ofBeginning, 'occurred-before-history'];

/** Every operation that writes, with what it can be refused with and with what its row says. */
export function everyRefusal<C extends { readonly type: string }, E extends Fact, S>(
  asking: Asking<C, E, S>,
): (readonly [operation: string, found: readonly string[], declared: readonly string[]])[] {
  const { context, operations, sentBy, plays, begins = [], before = {} } = asking;
  const decided = plays.flatMap((commands) => refusedIn(asking, commands));
  return Object.entries(operations)
    .filter(([, { kind }]) => kind === 'command')
    .map(([name, { refusals }]) => {
      const own = decided.filter(([type]) => sentBy[type] === name).map(([, refused]) => refused);
      const writing = begins.includes(name) ? ofBeginning : ofWriting;
      const found = new Set([...own, ...(before[name] ?? []), ...writing]);
      return [name, [...found].map((refused) => `${context}:${refused}`).sort(), [...refusals].sort()];
    });
}

/** Each kind of command with each refusal, in any state that the commands lead to. */
function refusedIn<C extends { readonly type: string }, E extends Fact, S>(
  { decider, isGiven = () => true }: Asking<C, E, S>,
  commands: readonly C[],
): (readonly [type: C['type'], refused: string])[] {
  const found = new Map<string, readonly [C['type'], string]>();
  const seen = new Set([JSON.stringify(decider.initial)]);
  const states = [decider.initial];
  // Grows while it is walked.
  for (const state of states) {
    for (const command of commands.filter((each) => isGiven(each, state))) {
      const decision = decider.decide(command, state);
      if ('refused' in decision) {
        found.set(`${command.type} ${decision.refused}`, [command.type, decision.refused]);
        continue;
      }
      const after = decision.events.reduce<S>((now, event) => decider.evolve(now, event), state);
      const key = JSON.stringify(after);
      if (!seen.has(key)) states.push(after);
      seen.add(key);
    }
  }
  return [...found.values()];
}
