import { ApiProperty } from '../api-property';
import {
  IsAgencyCode,
  IsCodeScheme,
  IsId,
  IsInstant,
  IsLine,
  IsList,
  IsOneOf,
  IsPart,
  IsProse,
  IsWhole,
  MayBeAbsent,
} from '../shape';
import { dossierOutcomes } from './dossiers.answers';

const itemAnswers = ['accepted', 'missing', 'wrong'] as const;
const channels = ['online', 'counter', 'post', 'email', 'internal', 'kiosk'] as const;

/** A dossier's code as data: opaque text with its scheme, never an id. */
export class DossierCodeBody {
  @ApiProperty({ description: 'of the code', example: 'tt01-2018' })
  @IsCodeScheme()
  readonly scheme!: string;

  @ApiProperty({ description: 'the code, kept as it is', example: '000.00.15.H51-230415-0007' })
  @IsLine(64)
  readonly value!: string;
}

export class OpenDossierBody {
  @ApiProperty({ description: 'procedure code', example: '2.000635' })
  @IsLine(64)
  readonly procedure!: string;

  @ApiProperty({ description: 'the way it came in' })
  @IsOneOf(channels)
  readonly channel!: (typeof channels)[number];

  @ApiProperty({ description: 'reference of the applicant; personal data stays outside' })
  @IsId()
  readonly applicantRef!: string;

  @ApiProperty({ description: 'codes it bears, at most 5' })
  @MayBeAbsent()
  @IsList(5)
  @IsPart(() => DossierCodeBody, { each: true })
  readonly codes?: readonly DossierCodeBody[];

  @ApiProperty({ description: 'instant the period began; the instant of opening when left out' })
  @MayBeAbsent()
  @IsInstant()
  readonly startedAt?: string;

  @ApiProperty({ description: 'statutory deadline, instant' })
  @MayBeAbsent()
  @IsInstant()
  readonly dueAt?: string;
}

export class OfferHandoffBody {
  @ApiProperty({ description: 'code of the agency it is offered to', example: 'H26.1' })
  @IsAgencyCode()
  readonly to!: string;

  @IsProse(500)
  readonly reason!: string;
}

/** What only services ask: which dossiers an agency opened under some of these codes. */
export class DossiersOfCodeBody {
  @IsAgencyCode()
  readonly agency!: string;

  @IsList(5, { min: 1 })
  @IsPart(() => DossierCodeBody, { each: true })
  readonly codes!: readonly DossierCodeBody[];
}

/** Dossiers on one slip. */
export const dossiersOfSlipMax = 100;

export class HandOverDossiersBody {
  @ApiProperty({ description: 'code of the agency they are offered to', example: 'H26.1' })
  @IsAgencyCode()
  readonly to!: string;

  @IsProse(500)
  readonly reason!: string;

  @ApiProperty({ description: 'ids of dossiers the own agency holds, at most 100' })
  @IsList(dossiersOfSlipMax, { min: 1, unique: true })
  @IsId({ each: true })
  readonly dossiers!: readonly string[];
}

export class ItemAnswerBody {
  @ApiProperty({ description: 'key of the component', example: 'to-khai' })
  @IsLine(64)
  readonly key!: string;

  @ApiProperty({ description: 'what the recipient found' })
  @IsOneOf(itemAnswers)
  readonly answer!: (typeof itemAnswers)[number];

  @ApiProperty({ description: 'paper originals the recipient counted' })
  @IsWhole(0, 1_000)
  readonly originals!: number;

  @ApiProperty({ description: 'what is missing or wrong' })
  @MayBeAbsent()
  @IsProse(500)
  readonly note?: string;
}

export class AcceptHandoffBody {
  @ApiProperty({
    description:
      'one for each component of a dossier that lives by a version of its procedure; left out of any other one',
  })
  @MayBeAbsent()
  @IsList(100, { unique: ({ key }: ItemAnswerBody) => key })
  @IsPart(() => ItemAnswerBody, { each: true })
  readonly items?: readonly ItemAnswerBody[];
}

export class ReturnHandoffBody {
  @ApiProperty({ description: 'not competent, parts missing, …' })
  @IsProse(500)
  readonly reason!: string;
}

export class RecallHandoffBody {
  @IsProse(500)
  readonly reason!: string;
}

export class RecordActivityBody {
  @ApiProperty({ description: 'what was done', example: 'Thẩm định hồ sơ' })
  @IsLine(200)
  readonly activity!: string;

  @ApiProperty({ description: 'id of this activity in the system it was done in' })
  @MayBeAbsent()
  @IsLine(64)
  readonly instance?: string;
}

export class CompleteDossierBody {
  @ApiProperty({ description: 'how the procedure ended' })
  @IsOneOf(dossierOutcomes)
  readonly outcome!: (typeof dossierOutcomes)[number];

  @ApiProperty({
    description: 'instant the procedure ended; the instant of this command when left out',
  })
  @MayBeAbsent()
  @IsInstant()
  readonly endedAt?: string;
}
