import { ApiProperty } from '../api-property';
import { PageQuery } from '../questions.dto';
import { IsAgencyCode, IsFlagWord, IsLegalDate, IsLine, IsNumeral, IsOneOf, MayBeAbsent } from '../shape';
import { urgencies, urgencyMarks } from '../vocabulary';
import {
  type DeliveryState,
  deliveryStates,
  type DocumentState,
  documentStates,
  type Task,
  tasks,
  todoRoles,
} from './states';

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

/** Asks how a document stands. */
export class DocumentStandingBody {}

/** A page of the inbox, newest arrival first. Filters hold together. */
export class InboxQuery extends DatedQuery {
  @ApiProperty({ description: 'of the delivery to the own agency' })
  @MayBeAbsent()
  @IsOneOf(deliveryStates)
  readonly state?: DeliveryState;

  @ApiProperty({ description: 'only what is overdue (true) or not (false)' })
  @MayBeAbsent()
  @IsFlagWord()
  readonly overdue?: boolean;

  @ApiProperty({ description: urgencyMarks })
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
  @ApiProperty({ description: 'of the document' })
  @MayBeAbsent()
  @IsOneOf(documentStates)
  readonly state?: DocumentState;
}

/** What somebody has to do; `cursor` goes with `task`. */
export class TodoQuery extends PageQuery {
  @ApiProperty({ description: 'whose lists; without it those of the own role, else of `Clerk`' })
  @MayBeAbsent()
  @IsOneOf(todoRoles)
  readonly role?: (typeof todoRoles)[number];

  @ApiProperty({ description: 'only this list, page by page; without it the first 10 rows of each' })
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

  @ApiProperty({ description: 'only what came in, or only the own' })
  @MayBeAbsent()
  @IsOneOf(['in', 'out'])
  readonly direction?: 'in' | 'out';

  @ApiProperty({ description: 'of the delivery of what came in, of the document of the own' })
  @MayBeAbsent()
  @IsOneOf([...new Set([...deliveryStates, ...documentStates])])
  readonly state?: DeliveryState | DocumentState;
}

/** What came after `after`. */
export class LiveQuery {
  @ApiProperty({ description: 'the position everything before which is known' })
  @MayBeAbsent()
  @IsLine(64)
  readonly after?: string;
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
