import { accept, refuse } from '@domain/decider';
import { beforeAcceptance, type Decided, endsOf, hasReached } from './deciding';
import type { CommandOf, DeliveryRefusal, Reply } from './delivery-command';
import type { Existing } from './delivery-state';

type Assignment = CommandOf<'AssignProcessing' | 'ReassignProcessing'>;

function isAssignedSo(state: Existing, { assignee, coordinating, opinion, dueDate }: Assignment): boolean {
  return (
    state.assignee === assignee &&
    state.coordinating?.join() === coordinating.join() &&
    state.opinion === opinion &&
    (dueDate === undefined || state.dueDate === dueDate)
  );
}

export function assign(command: CommandOf<'AssignProcessing'>, state: Existing): Decided {
  const early = beforeAcceptance(state);
  if (early !== undefined) return refuse(early);
  if (state.status !== 'Accepted') {
    return isAssignedSo(state, command) ? accept() : refuse('already-assigned');
  }
  const { type: _type, by: _by, unfit, ...assignment } = command;
  if (unfit === true) return refuse('assignee-not-found');
  return accept({ type: 'ProcessingAssigned', data: { ...endsOf(state), ...assignment } });
}

export function reassign(command: CommandOf<'ReassignProcessing'>, state: Existing): Decided {
  const early = beforeAcceptance(state) ?? beforeAssignment(state);
  if (early !== undefined) return refuse(early);
  if (state.status === 'Completed') return refuse('already-completed');
  if (command.reason.trim() === '') return refuse('reason-required');
  if (state.status === 'Assigned' && isAssignedSo(state, command)) return accept();
  const { type: _type, by: _by, unfit, ...assignment } = command;
  if (unfit === true) return refuse('assignee-not-found');
  return accept({ type: 'ProcessingReassigned', data: { ...endsOf(state), ...assignment } });
}

export function start({ officer, coverFor, at }: CommandOf<'StartProcessing'>, state: Existing): Decided {
  const early = beforeAcceptance(state) ?? beforeAssignment(state);
  if (early !== undefined) return refuse(early);
  if (state.assignee !== (coverFor ?? officer)) return refuse('not-the-assignee');
  if (state.status === 'Completed') return refuse('already-completed');
  return state.status === 'InProcess'
    ? accept()
    : accept({ type: 'ProcessingStarted', data: { ...endsOf(state), officer, ...covering(coverFor), at } });
}

export function complete(command: CommandOf<'CompleteProcessing'>, state: Existing): Decided {
  const { officer, coverFor, result, reply, at } = command;
  const early = beforeAcceptance(state) ?? beforeAssignment(state);
  if (early !== undefined) return refuse(early);
  if (state.status === 'Completed') return state.result === result ? accept() : refuse('already-completed');
  if (state.assignee !== (coverFor ?? officer)) return refuse('not-the-assignee');
  const wrong = reply && wrongReply(reply, state);
  if (wrong !== undefined) return refuse(wrong);
  const link = reply && { documentId: reply.documentId, agency: reply.agency, symbol: reply.symbol };
  return accept({
    type: 'ProcessingCompleted',
    data: {
      ...endsOf(state),
      officer,
      ...covering(coverFor),
      result,
      ...(link === undefined ? {} : { reply: link }),
      at,
    },
  });
}

const covering = (coverFor: string | undefined) => (coverFor === undefined ? {} : { coverFor });

/** A reply is a document that the recipient or its successor issued, whose ResponseFor names this one. */
function wrongReply(reply: Reply, state: Existing): DeliveryRefusal | undefined {
  const { agency, issued, answers, answeringFor = [] } = reply;
  if (!issued || (agency !== state.to && !answeringFor.includes(state.to))) return 'reply-not-issued';
  return answers.includes(state.documentId) ? undefined : 'reply-answers-another';
}

const beforeAssignment = (state: Existing): DeliveryRefusal | undefined =>
  hasReached(state, 'Assigned') ? undefined : 'not-assigned-yet';
