import { ApiProperty } from '@nestjs/swagger';
import type { DeliveryState, DocumentState, Task } from './answers';
import {
  IsAgencyCode,
  IsFlagWord,
  IsInstant,
  IsLegalDate,
  IsLine,
  IsNumeral,
  IsOneOf,
  IsSeries,
  MayBeAbsent,
} from './shape';
import { urgencies } from './vocabulary';

/** One page of a list. Rows are in a stable order; `cursor` is where the page before ended. */
export class PageQuery {
  @ApiProperty({ description: 'rows, 1 to 200', default: 50 })
  @MayBeAbsent()
  @IsNumeral(1, 200)
  readonly limit?: number;

  @ApiProperty({ description: '`next` of the page before' })
  @MayBeAbsent()
  @IsLine(512)
  readonly cursor?: string;

  @ApiProperty({ description: '`position` of a command: waits at most 5 s until it is visible' })
  @MayBeAbsent()
  @IsLine(64)
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

/** Local dates, both included, of what a list is sorted by. */
class DatedQuery extends PageQuery {
  @ApiProperty({ description: 'from this local date on, YYYY-MM-DD' })
  @MayBeAbsent()
  @IsLegalDate()
  readonly fromDate?: string;

  @ApiProperty({ description: 'to the end of this local date, YYYY-MM-DD' })
  @MayBeAbsent()
  @IsLegalDate()
  readonly toDate?: string;
}

/** A page of the inbox, newest arrival first. Filters hold together. */
export class InboxQuery extends DatedQuery {
  @MayBeAbsent()
  @IsOneOf(deliveryStates)
  readonly state?: DeliveryState;

  @ApiProperty({ description: 'only what is overdue (true) or not (false)' })
  @MayBeAbsent()
  @IsFlagWord()
  readonly overdue?: boolean;

  @MayBeAbsent()
  @IsOneOf(urgencies)
  readonly urgency?: string;

  @ApiProperty({ description: 'code of the agency that sent it' })
  @MayBeAbsent()
  @IsAgencyCode()
  readonly sender?: string;
}

/** A page of the own documents, newest draft first. */
export class OutboxQuery extends DatedQuery {
  @MayBeAbsent()
  @IsOneOf(documentStates)
  readonly state?: DocumentState;
}

/** What somebody has to do; `cursor` goes with `task`. */
export class TodoQuery extends PageQuery {
  @MayBeAbsent()
  @IsOneOf(todoRoles)
  readonly role?: (typeof todoRoles)[number];

  @MayBeAbsent()
  @IsOneOf(tasks)
  readonly task?: Task;
}

/** Documents of the own agency, own and come in, newest first. At least one of the first four. */
export class SearchQuery extends DatedQuery {
  @ApiProperty({ description: 'words of the subject or symbol, diacritics optional, each may go on' })
  @MayBeAbsent()
  @IsLine(200)
  readonly text?: string;

  @ApiProperty({ description: 'number and symbol as printed, such as 15/QĐ-UBND' })
  @MayBeAbsent()
  @IsLine(64)
  readonly symbol?: string;

  @ApiProperty({ description: 'number of the document, or its arrival number' })
  @MayBeAbsent()
  @IsNumeral(1, 999_999_999)
  readonly number?: number;

  @ApiProperty({ description: 'code of the other side: who sent it, or a recipient' })
  @MayBeAbsent()
  @IsAgencyCode()
  readonly agency?: string;

  @MayBeAbsent()
  @IsOneOf(['in', 'out'])
  readonly direction?: 'in' | 'out';

  @MayBeAbsent()
  @IsOneOf([...new Set([...deliveryStates, ...documentStates])])
  readonly state?: DeliveryState | DocumentState;
}

/** What came after `after`, waited for at most so long. */
export class LiveQuery {
  @ApiProperty({ description: 'the position everything before which is known' })
  @MayBeAbsent()
  @IsLine(64)
  readonly after?: string;

  @ApiProperty({ description: 'milliseconds to wait for something, 0 to 5000', default: 0 })
  @MayBeAbsent()
  @IsNumeral(0, 5_000)
  readonly waitMs?: number;
}

/** A local year; this one when left out. */
export class YearQuery {
  @ApiProperty({ description: 'local year (Asia/Ho_Chi_Minh)', example: 2026 })
  @MayBeAbsent()
  @IsNumeral(2000, 2200)
  readonly year?: number;

  @ApiProperty({ description: '`position` of a command: waits at most 5 s until it is visible' })
  @MayBeAbsent()
  @IsLine(64)
  readonly after?: string;
}

/** A book as a file. */
export class PrintQuery {
  @ApiProperty({ default: 'pdf' })
  @MayBeAbsent()
  @IsOneOf(['pdf', 'csv', 'xlsx'])
  readonly format?: 'pdf' | 'csv' | 'xlsx';

  @ApiProperty({ description: 'outgoing only: the series of numbers', default: 'outgoing' })
  @MayBeAbsent()
  @IsSeries()
  readonly series?: string;

  @ApiProperty({ description: '`position` of a command: waits at most 5 s until it is visible' })
  @MayBeAbsent()
  @IsLine(64)
  readonly after?: string;
}

/** One object; `after` waits at most 5 s until that command is visible. */
export class OneQuery {
  @ApiProperty({ description: '`position` of a command: waits at most 5 s until it is visible' })
  @MayBeAbsent()
  @IsLine(64)
  readonly after?: string;
}

/** A moment of a history: at most one of `at`, `recordedAt`, `revision`. */
export class HistoryQuery {
  @ApiProperty({ description: 'as it was at this instant, by when things occurred' })
  @MayBeAbsent()
  @IsInstant()
  readonly at?: string;

  @ApiProperty({ description: 'as it was known at this instant, by when things were recorded' })
  @MayBeAbsent()
  @IsInstant()
  readonly recordedAt?: string;

  @ApiProperty({ description: 'as it was at this revision of its stream (0 is the first event)' })
  @MayBeAbsent()
  @IsNumeral(0, Number.MAX_SAFE_INTEGER)
  readonly revision?: number;

  @ApiProperty({ description: 'events, 1 to 500', default: 200 })
  @MayBeAbsent()
  @IsNumeral(1, 500)
  readonly limit?: number;

  @ApiProperty({ description: '`next` of the page before' })
  @MayBeAbsent()
  @IsLine(512)
  readonly cursor?: string;
}
