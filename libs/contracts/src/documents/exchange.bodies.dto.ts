import { ApiProperty } from '../api-property';
import {
  IsAbbreviation,
  IsAgencyCode,
  IsDocumentTypeCode,
  IsFileName,
  IsFlag,
  IsId,
  IsLegalDate,
  IsLine,
  IsList,
  IsMediaType,
  IsOfficerId,
  IsOneOf,
  IsPart,
  IsProse,
  IsSha256,
  IsWhole,
  MayBeAbsent,
} from '../shape';
import { copyKinds, urgencies, urgencyMarks } from '../vocabulary';
import { GivenSignature } from './signatures.bodies.dto';

const authorities = ['head', 'KT', 'TM', 'TUQ', 'TL'] as const;
const refusalReasons = ['authenticity', 'integrity', 'missing-part', 'mis-sent', 'not-competent'] as const;

export class ContentPartBody {
  @ApiProperty({
    description: 'SHA-256 of bytes uploaded before with PUT /contents',
    example: 'a'.repeat(64),
  })
  @IsSha256()
  readonly sha256!: string;

  @ApiProperty({ description: 'bytes' })
  @IsWhole(1, 10 * 1024 ** 3)
  readonly size!: number;

  @ApiProperty({ example: 'application/pdf' })
  @IsMediaType()
  readonly mediaType!: string;

  @ApiProperty({ example: 'cong-van.pdf' })
  @IsFileName(255)
  readonly name!: string;
}

export class CopyOfBody {
  @ApiProperty({ description: 'sao y, sao lục, trích sao' })
  @IsOneOf(copyKinds)
  readonly kind!: (typeof copyKinds)[number];

  @ApiProperty({ description: 'number and symbol of the original', example: '15/QĐ-UBND' })
  @IsLine(50)
  readonly symbol!: string;

  @ApiProperty({ description: 'code of the agency that issued the original', example: 'H26' })
  @IsAgencyCode()
  readonly agency!: string;
}

export class DraftDocumentBody {
  @ApiProperty({ description: 'code of Decree 30/2020 Annex III, or QP… of a normative type', example: 'CV' })
  @IsDocumentTypeCode()
  readonly documentType!: string;

  @ApiProperty({ description: 'trích yếu' })
  @IsLine(500)
  readonly subject!: string;

  @ApiProperty({ description: urgencyMarks, default: 'normal' })
  @IsOneOf(urgencies)
  readonly urgency!: (typeof urgencies)[number];

  @ApiProperty({ description: 'parts, each of other bytes' })
  @IsList(50, { min: 1, unique: (part: ContentPartBody) => part.sha256 })
  @IsPart(() => ContentPartBody, { each: true })
  readonly contents!: readonly ContentPartBody[];

  @ApiProperty({ description: 'reply wanted by, YYYY-MM-DD' })
  @MayBeAbsent()
  @IsLegalDate()
  readonly dueDate?: string;

  @ApiProperty({ description: 'a paper original follows' })
  @MayBeAbsent()
  @IsFlag()
  readonly paperFollows?: boolean;

  @ApiProperty({
    description: 'ids of documents of your inbox that this one answers, at most 20',
  })
  @MayBeAbsent()
  @IsList(20, { min: 1, unique: true })
  @IsId({ each: true })
  readonly responseFor?: readonly string[];

  @ApiProperty({ description: 'your own issued document that this one replaces' })
  @MayBeAbsent()
  @IsId()
  readonly replaces?: string;

  @ApiProperty({ description: 'your own issued document that this letter corrects' })
  @MayBeAbsent()
  @IsId()
  readonly corrects?: string;

  @ApiProperty({
    description: 'printed list of recipients, line by line, at most 100',
  })
  @MayBeAbsent()
  @IsList(100)
  @IsLine(500, { each: true })
  readonly distribution?: readonly string[];

  @ApiProperty({
    description: 'what it is a copy of, Decree 30/2020 art. 25',
  })
  @MayBeAbsent()
  @IsPart(() => CopyOfBody)
  readonly copyOf?: CopyOfBody;

  @ApiProperty({ description: 'pages' })
  @MayBeAbsent()
  @IsWhole(1, 100_000)
  readonly pageAmount?: number;

  @ApiProperty({
    description: 'abbreviation of the unit that drafted an official letter: the end of 7816/VPCP-TTĐT',
    example: 'TTĐT',
  })
  @MayBeAbsent()
  @IsAbbreviation()
  readonly draftingUnit?: string;

  @ApiProperty({ description: 'anything but `none` never enters this system' })
  @MayBeAbsent()
  @IsOneOf(['none'])
  readonly secrecy?: 'none';
}

/** The whole draft; what it does not say is gone. Parts it named before need no new upload. */
export class CorrectDraftBody extends DraftDocumentBody {}

export class ReturnDraftBody {
  @ApiProperty({ description: 'what is to be mended, for its drafter' })
  @IsProse(1000)
  readonly opinion!: string;
}

export class DiscardDraftBody {
  @IsProse(500)
  readonly reason!: string;
}

export class SignDocumentBody {
  @ApiProperty({ description: 'in whose name, Decree 30/2020 art. 13' })
  @IsOneOf(authorities)
  readonly authority!: (typeof authorities)[number];

  @ApiProperty({ description: 'position as printed', example: 'Giám đốc' })
  @IsLine(100)
  readonly position!: string;

  @ApiProperty({
    description: "the signer's own digital signatures, one for each content part (Decree 30/2020 art. 5)",
  })
  @MayBeAbsent()
  @IsList(50)
  @IsPart(() => GivenSignature, { each: true })
  readonly signatures?: readonly GivenSignature[];
}

export class NumberDocumentBody {}

export class IssueDocumentBody {
  @ApiProperty({ description: 'agency codes, at most 1,000', example: ['H26.1', 'H26.2'] })
  @IsList(1000, { min: 1, unique: true })
  @IsAgencyCode({ each: true })
  readonly recipients!: readonly string[];
}

export class RefuseReceiptBody {
  @ApiProperty({ description: 'Decree 30/2020 art. 21(2)(b)' })
  @IsOneOf(refusalReasons)
  readonly reasonCode!: (typeof refusalReasons)[number];

  @IsProse(500)
  readonly reason!: string;
}

export class AcceptReceiptBody {}

export class AssignProcessingBody {
  @ApiProperty({ description: 'officer in the lead', example: 'cv.stc.01' })
  @IsOfficerId()
  readonly assignee!: string;

  @ApiProperty({ description: 'co-ordinating officers, at most 20' })
  @MayBeAbsent()
  @IsList(20)
  @IsOfficerId({ each: true })
  readonly coordinating?: readonly string[];

  @ApiProperty({ description: "the leader's opinion" })
  @MayBeAbsent()
  @IsProse(1000)
  readonly opinion?: string;

  @ApiProperty({ description: 'to be done by, YYYY-MM-DD' })
  @MayBeAbsent()
  @IsLegalDate()
  readonly dueDate?: string;
}

export class StartProcessingBody {}

export class CompleteProcessingBody {
  @ApiProperty({ description: 'result, or that no reply is needed' })
  @IsProse(1000)
  readonly result!: string;

  @ApiProperty({
    description: 'issued document of the own agency that answers this one',
  })
  @MayBeAbsent()
  @IsId()
  readonly reply?: string;
}

/** Counts one refusal at the edge: which agency, which local day, nothing else. */
export class CountRefusedSecretBody {
  @IsLegalDate()
  readonly localDate!: string;
}
