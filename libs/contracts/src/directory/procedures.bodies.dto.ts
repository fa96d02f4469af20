import {
  type Channel,
  channels,
  type Convention,
  conventions,
  type FeeMoment,
  feeMoments,
  type OnlineLevel,
  onlineLevels,
  type PeriodUnit,
  periodUnits,
  type RouteMode,
  routeModes,
  type SupplementClock,
  supplementClocks,
} from '@domain/codes';
import { ApiProperty } from '../api-property';
import { OneQuery, PageQuery } from '../questions.dto';
import {
  IsAgencyCode,
  IsFlag,
  IsItemKey,
  IsLegalDate,
  IsLine,
  IsList,
  IsOneOf,
  IsPart,
  IsProcedureCode,
  IsProse,
  IsWhole,
  MayBeAbsent,
} from '../shape';

export class ProcedureTarget {
  @ApiProperty({ description: 'procedure code', example: '2.000635' })
  @IsProcedureCode()
  readonly procedure!: string;
}

export class PeriodBody {
  @ApiProperty({ description: 'so many of `unit`' })
  @IsWhole(1, 2_000)
  readonly amount!: number;

  @ApiProperty({ description: 'eight working hours are a working day' })
  @IsOneOf(periodUnits)
  readonly unit!: PeriodUnit;
}

export class ComponentBody {
  @ApiProperty({ description: 'the same in every version', example: 'to-khai' })
  @IsItemKey()
  readonly key!: string;

  @ApiProperty({ description: 'in Vietnamese', example: 'Tờ khai' })
  @IsProse(500, { min: 2 })
  readonly name!: string;

  @ApiProperty({ description: 'without it the dossier is not complete' })
  @IsFlag()
  readonly mandatory!: boolean;

  @ApiProperty({ description: 'paper originals wanted; 0 when a copy or a file does' })
  @IsWhole(0, 20)
  readonly originals!: number;

  @ApiProperty({ description: 'symbol of the form it is written on', example: 'TP/HT-2020-TKTĐ' })
  @MayBeAbsent()
  @IsLine(100)
  readonly form?: string;
}

export class FeeBody {
  @ApiProperty({ description: 'the same in every version', example: 'le-phi' })
  @IsItemKey()
  readonly key!: string;

  @ApiProperty({ description: 'in Vietnamese', example: 'Lệ phí hộ tịch' })
  @IsLine(200, { min: 2 })
  readonly name!: string;

  @ApiProperty({ description: 'dong; 0 when it is waived' })
  @IsWhole(0, 1_000_000_000_000)
  readonly amountVnd!: number;

  @ApiProperty({ description: 'when it is paid' })
  @IsOneOf(feeMoments)
  readonly moment!: FeeMoment;

  @ApiProperty({ description: 'number and symbol of what sets it', example: '85/2019/TT-BTC' })
  @IsLine(100, { min: 2 })
  readonly legalBasis!: string;
}

export class RouteLegBody {
  @ApiProperty({ description: 'code of the agency that does it', example: 'H26.2' })
  @IsAgencyCode()
  readonly agency!: string;

  @ApiProperty({ description: 'what it does, in Vietnamese' })
  @IsLine(500, { min: 2 })
  readonly task!: string;

  @ApiProperty({ description: 'inside the time of the whole' })
  @IsPart(() => PeriodBody)
  readonly time!: PeriodBody;

  @ApiProperty({ description: 'a dossier may go on without it once its agency refuses', default: false })
  @MayBeAbsent()
  @IsFlag()
  readonly optional?: boolean;
}

export class RouteBody {
  @ApiProperty({
    description:
      'one after the other, all at once (Decree 61/2018/NĐ-CP art. 19(6)), or at the level above (art. 19(7))',
  })
  @IsOneOf(routeModes)
  readonly mode!: RouteMode;

  @ApiProperty({ description: 'agency that answers for the whole' })
  @IsAgencyCode()
  readonly lead!: string;

  @ApiProperty({ description: '1 to 20, in order' })
  @IsList(20, { min: 1 })
  @IsPart(() => RouteLegBody, { each: true })
  readonly legs!: readonly RouteLegBody[];
}

export class SupplementBody {
  @ApiProperty({ description: 'anew (Decree 61/2018/NĐ-CP art. 19(4)), or on from where it stood' })
  @IsOneOf(supplementClocks)
  readonly clock!: SupplementClock;

  @ApiProperty({ description: 'requests at most in one stage', default: 1 })
  @MayBeAbsent()
  @IsWhole(1, 10)
  readonly requestsMax?: number;

  @ApiProperty({ description: 'working days the applicant is given', default: 10 })
  @MayBeAbsent()
  @IsWhole(1, 250)
  readonly answerDays?: number;
}

/** One version, whole: nothing of the version before is carried over. */
export class AmendProcedureBody {
  @ApiProperty({ description: 'in Vietnamese', example: 'Thay đổi, cải chính hộ tịch' })
  @IsProse(500, { min: 2 })
  readonly name!: string;

  @ApiProperty({ description: 'field of administration', example: 'Hộ tịch' })
  @IsLine(200, { min: 2 })
  readonly sector!: string;

  @ApiProperty({ description: 'first local day it is in force, YYYY-MM-DD', example: '2026-07-01' })
  @IsLegalDate()
  readonly effectiveFromDate!: string;

  @ApiProperty({ description: 'what the law grants' })
  @IsPart(() => PeriodBody)
  readonly legalTime!: PeriodBody;

  @ApiProperty({ description: 'what the province promises; never longer' })
  @IsPart(() => PeriodBody)
  readonly publishedTime!: PeriodBody;

  @ApiProperty({ description: 'on the minute, or with the last day (Civil Code 2015 art. 148)' })
  @IsOneOf(conventions)
  readonly convention!: Convention;

  @ApiProperty({ description: 'ways it may come in' })
  @IsList(channels.length, { min: 1, unique: true })
  @IsOneOf(channels, { each: true })
  readonly channels!: readonly Channel[];

  @ApiProperty({ description: '1 to 60' })
  @IsList(60, { min: 1 })
  @IsPart(() => ComponentBody, { each: true })
  readonly components!: readonly ComponentBody[];

  @ApiProperty({ description: 'none when it costs nothing' })
  @IsList(20)
  @IsPart(() => FeeBody, { each: true })
  readonly fees!: readonly FeeBody[];

  @ApiProperty({ description: 'agencies it goes through; left out when one does it alone' })
  @MayBeAbsent()
  @IsPart(() => RouteBody)
  readonly route?: RouteBody;

  @ApiProperty({ description: 'how much of it is done online (Decree 42/2022/NĐ-CP)' })
  @IsOneOf(onlineLevels)
  readonly onlineLevel!: OnlineLevel;

  @ApiProperty({ description: 'what asking for what is missing does' })
  @IsPart(() => SupplementBody)
  readonly supplement!: SupplementBody;

  @ApiProperty({
    description: 'its result is a document of the registers, numbered, signed and sealed there',
    default: false,
  })
  @MayBeAbsent()
  @IsFlag()
  readonly resultDocument?: boolean;

  @ApiProperty({ description: 'number and symbol of the decision that publishes it', example: '1872/QĐ-BTP' })
  @IsLine(100, { min: 2 })
  readonly legalBasis!: string;
}

export class IssueProcedureBody extends AmendProcedureBody {
  @ApiProperty({ description: 'its code in the national catalogue', example: '2.000635' })
  @IsProcedureCode()
  readonly procedure!: string;
}

export class AbolishProcedureBody {
  @ApiProperty({ description: 'first local day it cannot be begun, YYYY-MM-DD', example: '2027-01-01' })
  @IsLegalDate()
  readonly effectiveDate!: string;

  @ApiProperty({ description: 'number and symbol of the decision', example: '9/QĐ-BTP' })
  @IsLine(100, { min: 2 })
  readonly legalBasis!: string;
}

const procedureStates = ['in-force', 'not-in-force'] as const;

export class ProceduresQuery extends PageQuery {
  @ApiProperty({ description: 'as it stood on this local day; today without it' })
  @MayBeAbsent()
  @IsLegalDate()
  readonly onDate?: string;

  @ApiProperty({ description: 'words of code, name or sector, with or without diacritics' })
  @MayBeAbsent()
  @IsLine(100)
  readonly search?: string;

  @ApiProperty({ description: 'only procedures that are so on the day' })
  @MayBeAbsent()
  @IsOneOf(procedureStates)
  readonly state?: (typeof procedureStates)[number];
}

export class ProcedureQuery extends OneQuery {
  @ApiProperty({ description: 'the version in force on this local day; today without it' })
  @MayBeAbsent()
  @IsLegalDate()
  readonly onDate?: string;
}

/** Asks which version of a procedure is in force on a local day. */
export class ProcedureInForceBody {
  @IsProcedureCode()
  readonly procedure!: string;

  @IsLegalDate()
  readonly onDate!: string;
}
