import { randomUUID } from 'node:crypto';
import { daybook, daybookStream } from '@domain/daybook';
import { dossier, type DossierCommand, dossierStream } from '@domain/dossier';
import { rules, staged, stagedCommands } from '../transitions/staged-examples';
import { type Chronicle, metaOf } from './scribe';

const { assign, propose, approve, number, counter, competent } = staged;

/** The example of such a command. */
function one<T extends DossierCommand['type']>(type: T): Extract<DossierCommand, { type: T }> {
  const found = stagedCommands.find(([name]) => name === type);
  if (found === undefined) throw new Error(`there is no example of ${type}`);
  return found[1] as Extract<DossierCommand, { type: T }>;
}

const submission = one('SubmitDossier');
const taking = one('AcceptHandoff');
const accepted = [submission, one('AcceptDossier')];
const offered = [...accepted, staged.offer(taking.handoffId)];
const supplemented = [staged.request, staged.submit, staged.agree];

const routed: DossierCommand = {
  ...submission,
  rules: {
    ...rules,
    route: {
      ...{ mode: 'sequential', lead: competent.by },
      legs: [{ agency: competent.by, task: 'Thẩm định', time: { amount: 2, unit: 'working-days' } }],
    },
  },
};
const wanting = taking.items?.map((each) =>
  each.originals > 0 ? { ...each, answer: 'missing' as const } : each,
);
const backId = 'e4f5a6d7-0000-5000-8000-000000000001';
const back: DossierCommand = { ...staged.offer(backId), ...competent, to: counter.by };

const ways: readonly (readonly DossierCommand[])[] = [
  [submission, one('GuideIntakeSupplement'), one('RefuseAcceptance')],
  [
    ...[
      submission,
      one('GuideIntakeSupplement'),
      one('ReceiveIntakeSupplement'),
      one('AcceptDossier'),
      assign,
    ],
    ...[staged.consult, staged.opinion, ...supplemented, staged.apology],
  ],
  [...accepted, assign, staged.prediction, staged.tooLate, staged.declaration],
  [...accepted, assign, staged.prediction, staged.recomputation],
  [...offered, one('DeclareHandoffOverdue'), taking],
  [...accepted, assign, staged.consult, staged.silence],
  [...accepted, assign, staged.request, staged.lapse],
  [...accepted, assign, staged.ask, staged.reject, staged.ask, staged.withdraw],
  [
    ...[...accepted, assign, propose, staged.deny, propose, approve, number, staged.forward, staged.give],
    ...[staged.correct, staged.archive],
  ],
  [...accepted, assign, propose, approve, staged.issue],
  [...accepted, assign, staged.replace],
  [...offered, { ...staged.replace, from: counter.officer }],
  [...offered, { ...taking, items: wanting ?? [] }],
  [...offered, one('RecallHandoff')],
  [routed, ...offered.slice(1), taking, back, { ...taking, ...counter, handoffId: backId }],
];

/** Dossiers that live by a version of their procedure, each on another way through it. */
export async function everyWayOfADossier(chronicle: Chronicle): Promise<void> {
  for (const way of ways) {
    const dossierId = randomUUID();
    for (const command of way) {
      const begun = command.type === 'SubmitDossier' ? { ...command, dossierId } : command;
      const done = await chronicle.commit(dossier, dossierStream(dossierId), begun, metaOf(counter.by));
      if ('refused' in done || done.events.length === 0)
        throw new Error(`nothing came of ${JSON.stringify({ way: ways.indexOf(way), command, done })}`);
    }
  }
  const day = { agency: counter.by, localDate: '2026-11-26' };
  const slip = { slipId: randomUUID(), to: competent.by, officer: counter.officer, reason: 'Thẩm định' };
  const issue = {
    type: 'IssueHandOverSlip',
    ...day,
    ...slip,
    dossiers: [randomUUID()],
    at: counter.at,
  } as const;
  await chronicle.commit(daybook, daybookStream(day), issue, metaOf(counter.by));
}
