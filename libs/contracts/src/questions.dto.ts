import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { IsAgencyCode, IsInstant, IsLegalDate } from './shape';
import type { DeliveryState, DocumentState, Task } from './answers';
import { urgencies } from './vocabulary';

/** One page of a list. Rows are in a stable order; `cursor` is where the page before ended. */
export class PageQuery {
  @ApiPropertyOptional({ description: 'rows, 1 to 200', default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  readonly limit?: number;

  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @IsString()
  @Length(1, 512)
  readonly cursor?: string;

  @ApiPropertyOptional({ description: '`position` of a command: waits at most 5 s until it is visible' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  readonly after?: string;
}

export const deliveryStates: readonly DeliveryState[] = [
  'Queued',
  'InTransit',
  'Failed',
  'Arrived',
  'Refused',
  'Accepted',
  'Assigned',
  'InProcess',
  'Completed',
  'RecallPending',
  'RecallDisputed',
  'UpdatePending',
  'Cancelled',
  'Superseded',
];
export const documentStates: readonly DocumentState[] = [
  'Draft',
  'Signed',
  'Numbered',
  'Sealed',
  'Registered',
  'Issued',
  'Recalling',
  'Recalled',
  'Replaced',
];
export const tasks: readonly Task[] = [
  'receive',
  'answer-recall',
  'answer-update',
  'decide-duplicate',
  'failed-delivery',
  'number',
  'seal',
  'register',
  'issue',
  'send-by-near',
  'sign',
  'assign',
  'dispute',
  'follow-dispute',
  'work',
  'draft',
];
/** Roles that have a list of what to do. */
export const todoRoles = ['Clerk', 'Leader', 'Specialist', 'Drafter'] as const;

const optionalIn = (values: readonly string[]): PropertyDecorator => {
  const decorators = [ApiPropertyOptional({ enum: [...values] }), IsOptional(), IsIn([...values])];
  return (target, property) => decorators.forEach((each) => each(target, property));
};

/** Local dates, both included, of what a list is sorted by. */
class DatedQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'from this local date on, YYYY-MM-DD' })
  @IsOptional()
  @IsLegalDate()
  readonly fromDate?: string;

  @ApiPropertyOptional({ description: 'to the end of this local date, YYYY-MM-DD' })
  @IsOptional()
  @IsLegalDate()
  readonly toDate?: string;
}

/** A page of the inbox, newest arrival first. Filters hold together. */
export class InboxQuery extends DatedQuery {
  @optionalIn(deliveryStates)
  readonly state?: DeliveryState;

  @ApiPropertyOptional({ description: 'only what is overdue (true) or not (false)' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  readonly overdue?: boolean;

  @optionalIn(urgencies)
  readonly urgency?: string;

  @ApiPropertyOptional({ description: 'code of the agency that sent it' })
  @IsOptional()
  @IsAgencyCode()
  readonly sender?: string;
}

/** A page of the own documents, newest draft first. */
export class OutboxQuery extends DatedQuery {
  @optionalIn(documentStates)
  readonly state?: DocumentState;
}

/** What somebody has to do; `cursor` goes with `task`. */
export class TodoQuery extends PageQuery {
  @optionalIn(todoRoles)
  readonly role?: (typeof todoRoles)[number];

  @optionalIn(tasks)
  readonly task?: Task;
}

/** Documents of the own agency, own and come in, newest first. At least one of the first four. */
export class SearchQuery extends DatedQuery {
  @ApiPropertyOptional({ description: 'words of the subject or symbol, diacritics optional, each may go on' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  readonly text?: string;

  @ApiPropertyOptional({ description: 'number and symbol as printed, such as 15/QĐ-UBND' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  readonly symbol?: string;

  @ApiPropertyOptional({ description: 'number of the document, or its arrival number' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(999_999_999)
  readonly number?: number;

  @ApiPropertyOptional({ description: 'code of the other side: who sent it, or a recipient' })
  @IsOptional()
  @IsAgencyCode()
  readonly agency?: string;

  @optionalIn(['in', 'out'])
  readonly direction?: 'in' | 'out';

  @optionalIn([...new Set([...deliveryStates, ...documentStates])])
  readonly state?: DeliveryState | DocumentState;
}

/** What came after `after`, waited for at most so long. */
export class LiveQuery {
  @ApiPropertyOptional({ description: 'the position everything before which is known' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  readonly after?: string;

  @ApiPropertyOptional({ description: 'milliseconds to wait for something, 0 to 5000', default: 0 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(5_000)
  readonly waitMs?: number;
}

/** A local year; this one when left out. */
export class YearQuery {
  @ApiPropertyOptional({ description: 'local year (Asia/Ho_Chi_Minh)', example: 2026 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(2000)
  @Max(2200)
  readonly year?: number;

  @ApiPropertyOptional({ description: '`position` of a command: waits at most 5 s until it is visible' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  readonly after?: string;
}

/** A book as a file. */
export class PrintQuery {
  @ApiPropertyOptional({ enum: ['pdf', 'csv', 'xlsx'], default: 'pdf' })
  @IsOptional()
  @IsIn(['pdf', 'csv', 'xlsx'])
  readonly format?: 'pdf' | 'csv' | 'xlsx';

  @ApiPropertyOptional({ description: 'outgoing only: the series of numbers', default: 'outgoing' })
  @IsOptional()
  @Matches(/^[a-z0-9]{1,32}$/)
  readonly series?: string;

  @ApiPropertyOptional({ description: '`position` of a command: waits at most 5 s until it is visible' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  readonly after?: string;
}

/** One object; `after` waits at most 5 s until that command is visible. */
export class OneQuery {
  @ApiPropertyOptional({ description: '`position` of a command: waits at most 5 s until it is visible' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  readonly after?: string;
}

/** A moment of a history: at most one of `at`, `recordedAt`, `revision`. */
export class HistoryQuery {
  @ApiPropertyOptional({ description: 'as it was at this instant, by when things occurred' })
  @IsOptional()
  @IsInstant()
  readonly at?: string;

  @ApiPropertyOptional({ description: 'as it was known at this instant, by when things were recorded' })
  @IsOptional()
  @IsInstant()
  readonly recordedAt?: string;

  @ApiPropertyOptional({ description: 'as it was at this revision of its stream (0 is the first event)' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  readonly revision?: number;

  @ApiPropertyOptional({ description: 'events, 1 to 500', default: 200 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  readonly limit?: number;

  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @IsString()
  @Length(1, 512)
  readonly cursor?: string;
}
