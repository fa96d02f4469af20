import type { DeliveryState, DocumentState, Task, TodoRole } from '@contracts';

/** A list of deliveries, at the recipient or at the sender, or of own documents, in one state; or of dossiers. */
export type TaskSource =
  | { readonly of: 'delivery'; readonly side: 'recipient' | 'sender'; readonly state: DeliveryState }
  | { readonly of: 'work' }
  | { readonly of: 'duplicate' }
  | { readonly of: 'document'; readonly state: DocumentState; readonly own?: true }
  | { readonly of: 'send-by' }
  | { readonly of: 'left' }
  | { readonly of: 'dossier' };

const received = (state: DeliveryState): TaskSource => ({ of: 'delivery', side: 'recipient', state });
const sent = (state: DeliveryState): TaskSource => ({ of: 'delivery', side: 'sender', state });
const own = (state: DocumentState): TaskSource => ({ of: 'document', state });
const ofDossiers: TaskSource = { of: 'dossier' };

export const taskSources: Readonly<Record<Task, TaskSource>> = {
  receive: received('Arrived'),
  'answer-recall': received('RecallPending'),
  'answer-update': received('UpdatePending'),
  'decide-duplicate': { of: 'duplicate' },
  'failed-delivery': sent('Failed'),
  number: own('Signed'),
  seal: own('Numbered'),
  register: own('Sealed'),
  issue: own('Registered'),
  'send-by-near': { of: 'send-by' },
  sign: own('Draft'),
  assign: received('Accepted'),
  dispute: sent('RecallDisputed'),
  // Table A2: a refused recall is told to the leaders of both sides; the sender's close it.
  'follow-dispute': received('RecallDisputed'),
  'hand-over': { of: 'left' },
  work: { of: 'work' },
  correct: { of: 'document', state: 'Returned', own: true },
  draft: { of: 'document', state: 'Draft', own: true },
  'take-dossier': ofDossiers,
  'ask-supplement': ofDossiers,
  'check-supplement': ofDossiers,
  'return-result': ofDossiers,
  'hand-off-not-taken': ofDossiers,
  'apology-needed': ofDossiers,
  'overdue-predicted': ofDossiers,
  'dossier-overdue': ofDossiers,
  'late-apology': ofDossiers,
  'consultation-lapsed': ofDossiers,
  'work-on-leg': ofDossiers,
  'reroute-leg': ofDossiers,
  'overdue-leg': ofDossiers,
  'ask-for-leg': ofDossiers,
  'agree-on-leg': ofDossiers,
  'decide-on-leg': ofDossiers,
};

/** What each role has to do, the most pressing first. */
export const tasksOf: Readonly<Record<TodoRole, readonly Task[]>> = {
  Clerk: [
    'receive',
    'answer-recall',
    'answer-update',
    'decide-duplicate',
    'failed-delivery',
    'send-by-near',
    'number',
    'seal',
    'register',
    'issue',
  ],
  Leader: [
    'sign',
    'assign',
    'dispute',
    'follow-dispute',
    'hand-over',
    'decide-on-leg',
    'ask-for-leg',
    'agree-on-leg',
  ],
  Specialist: ['work', 'work-on-leg'],
  Drafter: ['correct', 'draft'],
  OneStopOfficer: [
    'take-dossier',
    'work-on-leg',
    'return-result',
    'ask-supplement',
    'check-supplement',
    'hand-off-not-taken',
  ],
  // Decree 61/2018 art. 19(5), 19(9): the head of the one-stop unit is told what is late, and what comes too late.
  OneStopHead: [
    'apology-needed',
    'dossier-overdue',
    'overdue-predicted',
    'hand-off-not-taken',
    'consultation-lapsed',
    'late-apology',
    'hand-over',
    'reroute-leg',
    'overdue-leg',
  ],
};
