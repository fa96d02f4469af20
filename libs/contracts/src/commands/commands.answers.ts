import { type Answer, anything, described, list, maybe, shape, text, whole } from '../answer';

const answered = shape({
  status: described(whole, 'status it would be answered with alone'),
  body: described(anything, 'what it would be answered with alone: its answer, or a problem'),
});
export type AnsweredCommand = Answer<typeof answered>;

export const commandsAnswered = shape({
  answers: described(list(answered), 'one for each command, in their order'),
  position: maybe(described(text, 'where the newest of what was recorded stands, for `?after=`; opaque')),
});
export type CommandsAnswered = Answer<typeof commandsAnswered>;
