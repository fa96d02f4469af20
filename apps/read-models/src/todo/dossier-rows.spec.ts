import { randomUUID } from 'node:crypto';
import { dossier, type DossierCommand, dossierStream } from '@domain/dossier';
import { metaOf } from '../../../../test/flows/scribe';
import { answered, ToldRows } from '../../../../test/flows/told-rows';
import { rules, staged, submittedFor } from '../../../../test/transitions/staged-examples';
import { TodoHandler, TodoOf } from './todo.query';

const told = new ToldRows();
const { assign, request, submit, agree, prediction, declaration, tooLate, apology, untaken } = staged;
const { consult, silence, opinion, propose, approve, number, forward, give, halt, counter, competent } =
  staged;
const offer = staged.offer(untaken.handoffId);
const recall: DossierCommand = {
  type: 'RecallHandoff',
  handoffId: offer.handoffId,
  reason: 'Nhầm',
  ...counter,
};
const lastDay: DossierCommand = { ...prediction, workingDaysLeft: 1, at: '2026-11-30T00:00:00.000Z' };
const finished = [assign, propose, approve, number, forward];

told.onDatabase({ 'what a one-stop unit has to do': theTasks });

async function walked(commands: readonly DossierCommand[]): Promise<string> {
  const dossierId = randomUUID();
  for (const command of [...submittedFor(rules), ...commands]) {
    const begun = command.type === 'SubmitDossier' ? { ...command, dossierId } : command;
    const done = await told.chronicle.commit(dossier, dossierStream(dossierId), begun, metaOf(counter.by));
    if ('refused' in done) throw new Error(`${command.type} was refused: ${done.refused}`);
  }
  await told.projected();
  return dossierId;
}

const todo = async (role: 'OneStopOfficer' | 'OneStopHead', agency: string) => {
  const handler = new TodoHandler(told.reads, told.parties, told.desks, told.clock);
  const { tasks } = answered(await handler.execute(new TodoOf({ agency, officer: 'mc.01', role }, {})));
  return tasks;
};

function theTasks(): void {
  it.each<[string, 'OneStopOfficer' | 'OneStopHead', string, DossierCommand[], string[]]>([
    ['takes what is offered', 'OneStopOfficer', competent.by, [offer], ['take-dossier']],
    ['has nothing to take once it is recalled', 'OneStopOfficer', competent.by, [offer, untaken, recall], []],
    ['knows what nobody took', 'OneStopOfficer', counter.by, [offer, untaken], ['hand-off-not-taken']],
    ['knows that as its head', 'OneStopHead', counter.by, [offer, untaken], ['hand-off-not-taken']],
    ['asks the applicant on', 'OneStopOfficer', counter.by, [assign, request], ['ask-supplement']],
    ['checks what came', 'OneStopOfficer', counter.by, [assign, request, submit], ['check-supplement']],
    ['has that behind it', 'OneStopOfficer', counter.by, [assign, request, submit, agree], []],
    ['returns a result', 'OneStopOfficer', counter.by, finished, ['return-result']],
    ['has returned it', 'OneStopOfficer', counter.by, [...finished, give], []],
    ['is warned', 'OneStopHead', counter.by, [assign, prediction], ['overdue-predicted']],
    [
      'is told of the last day of an apology',
      'OneStopHead',
      counter.by,
      [assign, prediction, lastDay],
      ['apology-needed', 'overdue-predicted'],
    ],
    [
      'is told no more once it went out',
      'OneStopHead',
      counter.by,
      [assign, prediction, lastDay, apology],
      [],
    ],
    [
      'is told of one that came too late',
      'OneStopHead',
      counter.by,
      [assign, prediction, tooLate],
      ['overdue-predicted', 'late-apology'],
    ],
    ['is told what is late', 'OneStopHead', counter.by, [assign, lastDay, declaration], ['dossier-overdue']],
    ['is told no more once it is stopped', 'OneStopHead', counter.by, [assign, declaration, halt], []],
    [
      'is told of an opinion that did not come',
      'OneStopHead',
      counter.by,
      [assign, consult, silence],
      ['consultation-lapsed'],
    ],
    ['is told no more once it came', 'OneStopHead', counter.by, [assign, consult, silence, opinion], []],
  ])('%s', async (_, role, agency, commands, expected) => {
    const dossierId = await walked(commands);
    const tasks = await todo(role, agency);
    const some = tasks.filter(({ count }) => count > 0);
    expect(some.map(({ task, rows }) => [task, rows.map((row) => row.dossierId)])).toEqual(
      expected.map((task) => [task, [dossierId]]),
    );
  });

  it('says what has to be answered, and by when', async () => {
    const dossierId = await walked([offer, untaken]);
    const [row] = (await todo('OneStopHead', counter.by)).flatMap(({ rows }) => rows);
    expect(row).toEqual({
      ...{ task: 'hand-off-not-taken', dossierId, handoffId: offer.handoffId, agency: competent.by },
      ...{ code: 'H26.1-261126-0001', procedure: '2.000635', stage: 'Accepted' },
      ...{ since: untaken.at, dueAt: untaken.dueAt },
    });
  });
}
