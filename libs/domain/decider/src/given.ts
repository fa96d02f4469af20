import { type Decider, fold } from './decider';

/** The language specs of deciders are written in: given these facts, when this command, then this decision. */
export const given =
  <C, E, S, R>(decider: Decider<C, E, S, R>) =>
  (...history: readonly E[]) => ({
    when: (command: C) => decider.decide(command, fold(decider, history)),
  });

/**
 * Decides commands one after another, each on the facts that stand by then; what is refused leaves no trace.
 * `recorded` are the commands that led to a fact.
 */
export function play<C, E, S, R>(decider: Decider<C, E, S, R>, commands: Iterable<C>) {
  const events: E[] = [];
  const recorded: C[] = [];
  let state = decider.initial;
  for (const command of commands) {
    const decision = decider.decide(command, state);
    if ('refused' in decision || decision.events.length === 0) continue;
    recorded.push(command);
    events.push(...decision.events);
    state = decision.events.reduce((now, event) => decider.evolve(now, event), state);
  }
  return { events, state, recorded };
}
