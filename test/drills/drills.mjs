/**
 * What a change of each kind may cost, in source files: those of `apps` and `libs` and of the top level, hand-written
 * or generated, that a person has to write or change; specs, examples and pages are not counted. `touched` counts
 * those that were there before and the new ones, `existing` the first alone.
 */
export const drills = [
  { patch: 'optional-field', what: 'an optional field of a dossier', counts: 'touched', goal: 7 },
  // The seventh says whether the event leaves the house.
  { patch: 'command-event-refusal', what: 'a command, its event, its refusal', counts: 'touched', goal: 7 },
  { patch: 'command-over-known-event', what: 'a command over a known event', counts: 'touched', goal: 3 },
  { patch: 'question-with-a-table', what: 'a question with a table of its own', counts: 'touched', goal: 6 },
  { patch: 'public-event', what: 'a known fact made public', counts: 'touched', goal: 1 },
  { patch: 'new-context', what: 'a new context, its existing files', counts: 'existing', goal: 10 },
];

/** No source file that a drill leaves may be longer, lines. */
export const linesMax = 450;
