import { ApiProperty } from '../api-property';
import { PageQuery } from '../questions.dto';
import {
  IsAgencyCode,
  IsDocumentTypeCode,
  IsFlagWord,
  IsLegalDate,
  IsLine,
  IsNumeral,
  IsOfficerId,
  IsOneOf,
  IsTypedDate,
  MayBeAbsent,
} from '../shape';
import { urgencies, urgencyMarks } from '../vocabulary';
import {
  type DeliveryState,
  deliveryStates,
  type DocumentState,
  documentStates,
  type FoundKind,
  foundKinds,
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

const day = 'local date (Asia/Ho_Chi_Minh), 20/11/2026 or 2026-11-20';

/** Everything of the own agency that has a number, own and come in. At least one of what has no default. */
export class SearchQuery extends PageQuery {
  @ApiProperty({
    description:
      'words of subject or symbol, or a symbol or code. Diacritics are optional; what has them as typed comes first. Each ' +
      'word may go on; words in quotes stand side by side',
  })
  @MayBeAbsent()
  @IsLine(200)
  readonly text?: string;

  @ApiProperty({
    description:
      'number and symbol as printed, such as 15/QĐ-UBND, in any case, with spaces or without; also the code of ' +
      'a document or a dossier, or the symbol of its result',
  })
  @MayBeAbsent()
  @IsLine(128)
  readonly symbol?: string;

  @ApiProperty({ description: 'number of the document, or its arrival number; of a slip with `kind` only' })
  @MayBeAbsent()
  @IsNumeral(1, 999_999_999)
  readonly number?: number;

  @ApiProperty({ description: 'code of the other side: who sent it, or a recipient' })
  @MayBeAbsent()
  @IsAgencyCode()
  readonly agency?: string;

  @ApiProperty({ description: 'of an electronic document or one on paper' })
  @MayBeAbsent()
  @IsDocumentTypeCode()
  readonly documentType?: string;

  @ApiProperty({
    description:
      'officer it is given to: who processes what came in or a dossier, who drafted an own document',
  })
  @MayBeAbsent()
  @IsOfficerId()
  readonly assignee?: string;

  @ApiProperty({
    description: `from this ${day}: on which it came in, or which an own document bears; of one without, its draft`,
  })
  @MayBeAbsent()
  @IsTypedDate()
  readonly fromDate?: string;

  @ApiProperty({ description: `to the end of this ${day}` })
  @MayBeAbsent()
  @IsTypedDate()
  readonly toDate?: string;

  @ApiProperty({ description: `the date it bears is this or a later ${day}` })
  @MayBeAbsent()
  @IsTypedDate()
  readonly documentFromDate?: string;

  @ApiProperty({ description: `the date it bears is this or an earlier ${day}` })
  @MayBeAbsent()
  @IsTypedDate()
  readonly documentToDate?: string;

  @ApiProperty({ description: `due on this or a later ${day}` })
  @MayBeAbsent()
  @IsTypedDate()
  readonly dueFromDate?: string;

  @ApiProperty({ description: `due on this or an earlier ${day}` })
  @MayBeAbsent()
  @IsTypedDate()
  readonly dueToDate?: string;

  @ApiProperty({
    description: 'only such; without it everything but slips, whose numbers begin anew each day',
  })
  @MayBeAbsent()
  @IsOneOf(foundKinds)
  readonly kind?: FoundKind;

  @ApiProperty({ description: 'only what came in, or only the own' })
  @MayBeAbsent()
  @IsOneOf(['in', 'out'])
  readonly direction?: 'in' | 'out';

  @ApiProperty({ description: 'of the delivery of what came in, of the document of the own' })
  @MayBeAbsent()
  @IsOneOf([...new Set([...deliveryStates, ...documentStates])])
  readonly state?: DeliveryState | DocumentState;

  @ApiProperty({
    description:
      'which come first: what has the diacritics as typed, then the newest; the newest; the soonest due',
    default: 'relevance',
  })
  @MayBeAbsent()
  @IsOneOf(['relevance', 'newest', 'due'])
  readonly sort?: 'relevance' | 'newest' | 'due';

  @ApiProperty({ description: '`true`: says how many there are in all', default: false })
  @MayBeAbsent()
  @IsFlagWord()
  readonly withTotal?: boolean;
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
