import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { LookPart, Metadata } from '@contracts';
import { localDate } from '@domain/codes';
import type { Look } from '@domain/looks';
import { atMost } from '@runtime';
import { LooksTrail } from './looks-trail';

/** A batch may tell of 500 agencies: so many of their streams are written at a time. */
const streamsAtOnceMax = 16;

export class RecordBatchOfLooks extends Command<void> {
  constructor(
    readonly looks: readonly LookPart[],
    readonly meta: Metadata,
    readonly at: string,
  ) {
    super();
  }
}

/**
 * Each agency's looks of one local date are recorded on their own. What fails in between is made whole by sending the
 * batch again: what was recorded is recorded once.
 */
@CommandHandler(RecordBatchOfLooks)
export class RecordLooksHandler implements ICommandHandler<RecordBatchOfLooks> {
  constructor(private readonly trail: LooksTrail) {}

  async execute({ looks, meta, at }: RecordBatchOfLooks): Promise<void> {
    await atMost(streamsAtOnceMax, dayByDay(looks), ({ agency, date, looks }) =>
      this.trail.record(
        { type: 'RecordLooks', agency, localDate: date, batchId: meta.commandId, looks, at },
        { ...meta, actor: { agency, officer: 'System', role: 'System' } },
      ),
    );
  }
}

interface DayOfLooks {
  readonly agency: string;
  readonly date: string;
  readonly looks: Look[];
}

function dayByDay(looks: readonly LookPart[]): readonly DayOfLooks[] {
  const days = new Map<string, DayOfLooks>();
  for (const { agency, ...look } of looks) {
    const date = localDate(look.at);
    const day = days.get(`${agency} ${date}`) ?? { agency, date, looks: [] };
    days.set(`${agency} ${date}`, day);
    day.looks.push(look);
  }
  return [...days.values()];
}
