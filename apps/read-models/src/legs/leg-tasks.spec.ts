import { randomUUID } from 'node:crypto';
import { dossier, type DossierCommand, dossierStream } from '@domain/dossier';
import { leg, type LegCommand, legStream } from '@domain/leg';
import { metaOf } from '../../../../test/flows/scribe';
import { answered, ToldRows } from '../../../../test/flows/told-rows';
import { legs } from '../../../../test/transitions/leg-examples';
import { linked } from '../../../../test/transitions/linked-examples';
import { rules, submittedFor } from '../../../../test/transitions/staged-examples';
import { TodoHandler, TodoOf } from '../todo/todo.query';

const told = new ToldRows();
const { open, openClosed, take, giveBack, deliver, refuse, propose, agree, declare, close } = legs;
const { lack, agency, oneStop, lead } = legs;

told.onDatabase({ 'what is to be done with legs': theTasks });

/** A dossier with its first leg, once it came so far, and what was decided on the whole then. */
async function walked(first: readonly LegCommand[], then: readonly DossierCommand[]): Promise<string> {
  const dossierId = randomUUID();
  const onDossier = async (command: DossierCommand) => {
    const begun = command.type === 'SubmitDossier' ? { ...command, dossierId } : command;
    const done = await told.chronicle.commit(dossier, dossierStream(dossierId), begun, metaOf(oneStop));
    if ('refused' in done) throw new Error(`${command.type} was refused: ${done.refused}`);
  };
  for (const command of [...submittedFor(rules), linked.fix]) await onDossier(command);
  for (const command of first) {
    const own = command.type === 'OpenLeg' ? { ...command, dossierId } : command;
    const stream = legStream({ dossierId, order: 1 });
    const done = await told.chronicle.commit(leg, stream, own, metaOf(oneStop));
    if ('refused' in done) throw new Error(`${command.type} was refused: ${done.refused}`);
  }
  for (const command of then) await onDossier(command);
  await told.projected();
  return dossierId;
}

const roles = ['OneStopOfficer', 'OneStopHead', 'Leader'] as const;

/** Who of the parties has which task about it. */
async function tasksAbout(dossierId: string): Promise<string[]> {
  const handler = new TodoHandler(told.reads, told.parties, told.desks, told.clock);
  const found: string[] = [];
  for (const who of [oneStop, agency, lead, propose.to]) {
    for (const role of roles) {
      const asked = new TodoOf({ agency: who, officer: 'mc.01', role }, {});
      const { tasks } = answered(await handler.execute(asked));
      const rows = tasks.flatMap((each) => each.rows).filter((row) => row.dossierId === dossierId);
      found.push(...rows.map(({ task, order }) => `${who} ${task} ${order ?? ''}`.trim()));
    }
  }
  return found;
}

function theTasks(): void {
  it.each<[string, LegCommand[], DossierCommand[], string[]]>([
    ['works on it', [open], [], [`${agency} work-on-leg 1`]],
    ['goes on with it', [open, take], [], [`${agency} work-on-leg 1`]],
    ['is done with it', [open, take, deliver], [], []],
    ['lacks something', [open, take, lack], [], [`${agency} work-on-leg 1`, `${lead} ask-for-leg 1`]],
    ['did it without', [open, take, lack, deliver], [], []],
    ['is late', [open, declare], [], [`${oneStop} overdue-leg 1`, `${agency} work-on-leg 1`]],
    ['gives it back', [open, giveBack], [], [`${oneStop} reroute-leg 1`]],
    ['is closed when its turn comes', [openClosed], [], [`${oneStop} reroute-leg 1`]],
    ['is to be another one', [open, giveBack, propose], [], [`${lead} agree-on-leg 1`]],
    ['is another one', [open, declare, propose, agree], [], [`${propose.to} work-on-leg 1`]],
    ['refuses', [open, take, refuse], [], [`${lead} decide-on-leg 1`]],
    ['has nothing more to do', [open, close], [], []],
    ['ends the whole', [open, take, refuse], [linked.refuse], [`${oneStop} return-result`]],
    ['is the last of all', [open, take, deliver], [linked.consolidate], [`${oneStop} return-result`]],
  ])('when its agency %s', async (_, first, then, expected) =>
    expect(await tasksAbout(await walked(first, then))).toEqual(expected),
  );

  it('is told by when it is wanted', async () => {
    const dossierId = await walked([open], []);
    const handler = new TodoHandler(told.reads, told.parties, told.desks, told.clock);
    const asked = new TodoOf({ agency, officer: 'mc.01', role: 'OneStopOfficer' }, { task: 'work-on-leg' });
    const { tasks } = answered(await handler.execute(asked));
    const rows = tasks.flatMap((each) => each.rows).filter((row) => row.dossierId === dossierId);
    expect(rows).toMatchObject([{ stage: 'Routed', agency: oneStop, order: 1, dueAt: declare.dueAt }]);
  });
}
