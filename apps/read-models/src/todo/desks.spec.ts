import { randomUUID } from 'node:crypto';
import type { Task } from '@contracts';
import { agency, agencyStream } from '@domain/agency';
import { answered, ToldRows } from '../../../../test/flows/told-rows';
import { TodoHandler, TodoOf } from './todo.query';

const told = new ToldRows();
told.onDatabase({ 'desks of others': theDesks });

function theDesks(): void {
  const inDirectory = async (...commands: object[]) => {
    for (const command of commands) {
      await told.scribe.write(agency, agencyStream('H99.1'), 'H99.1', command as never);
    }
    await told.projected();
  };
  const officers = ['ld.01', 'cv.02', 'cv.03', 'vt.01'] as const;
  const staffed = async () => {
    await told.scribe.register('H99.1');
    const appointing = officers.map((officer) => ({
      ...{ type: 'AppointOfficer', agency: 'H99.1', officer, displayName: officer, roles: ['Leader'] },
    }));
    await inDirectory(...appointing);
  };
  const assigned = async (): Promise<string> => {
    const documentId = await told.scribe.issued('H99.2', ['H99.1']);
    await told.scribe.arrive(documentId, 'H99.1');
    await told.scribe.accept(documentId, 'H99.1');
    const assignment = {
      type: 'AssignProcessing',
      by: 'H99.1',
      officer: 'ld.01',
      assignee: 'cv.02',
    } as const;
    await told.scribe.onDelivery(documentId, 'H99.1', { ...assignment, coordinating: [] });
    return documentId;
  };
  const rowsOf = async (task: Task, officer: string, role: string) => {
    const asker = { agency: 'H99.1', officer, role };
    const handler = new TodoHandler(told.reads, told.parties, told.desks, told.clock);
    const { tasks: lists } = answered(await handler.execute(new TodoOf(asker, { task })));
    return lists.flatMap(({ rows }) => rows.map(({ documentId, forOfficer }) => [documentId, forOfficer]));
  };

  it('lists the work of who is away for the cover, from the first to the last local day', async () => {
    await staffed();
    const documentId = await assigned();
    const lending = { type: 'LendDesk', agency: 'H99.1', lendingId: 'v1', officer: 'cv.02', cover: 'cv.03' };
    const days = { validFromDate: '2026-12-01', validToDate: '2026-12-04', legalBasis: '04/TB' };
    await inDirectory({ ...lending, givenBy: 'ld.01', ...days });
    const before = told.now;
    const found: unknown[] = [];
    for (const moment of [
      '2026-11-30T16:59:59.999Z',
      '2026-11-30T17:00:00.000Z',
      '2026-12-04T16:59:59.999Z',
      '2026-12-04T17:00:00.000Z',
    ]) {
      told.now = moment;
      found.push(await rowsOf('work', 'cv.03', 'Specialist'));
    }
    expect(found).toEqual([[], [[documentId, 'cv.02']], [[documentId, 'cv.02']], []]);
    told.now = '2026-12-02T02:00:00.000Z';
    expect(await rowsOf('work', 'cv.02', 'Specialist')).toEqual([[documentId, undefined]]);
    const end = { type: 'EndDeskLending', agency: 'H99.1', lendingId: 'v1', reason: 'Đi làm lại sớm' };
    await inDirectory(end);
    told.now = before;
  });

  it('makes the work of who left a task of the leaders, until it lies with another officer', async () => {
    await staffed();
    const [work, draft] = [await assigned(), randomUUID()];
    const card = { documentType: 'BC', subject: 'Dự thảo', urgency: 'normal', contents: [] } as const;
    const drafting = { type: 'DraftDocument', documentId: draft, agency: 'H99.1', ...card } as const;
    await told.scribe.onDocument(draft, drafting, 'cv.02');
    await told.projected();
    expect(await rowsOf('hand-over', 'ld.01', 'Leader')).toEqual([]);
    await inDirectory({ type: 'DismissOfficer', agency: 'H99.1', officer: 'cv.02' });
    const left = await rowsOf('hand-over', 'ld.01', 'Leader');
    expect(left.sort()).toEqual(
      [
        [work, 'cv.02'],
        [draft, 'cv.02'],
      ].sort(),
    );
    const over = {
      type: 'HandOverDraft',
      agency: 'H99.1',
      from: 'cv.02',
      to: 'cv.03',
      reason: 'Nghỉ',
    } as const;
    await told.scribe.onDocument(draft, over, 'ld.01');
    await told.projected();
    expect(await rowsOf('hand-over', 'ld.01', 'Leader')).toEqual([[work, 'cv.02']]);
    expect(await rowsOf('draft', 'cv.03', 'Drafter')).toEqual([[draft, undefined]]);
  });
}
