import { legStates, type RouteMode, routeModes } from '@domain/codes';
import { ApiProperty } from '../api-property';
import { RouteLegBody } from '../directory/procedures.bodies.dto';
import { PageQuery } from '../questions.dto';
import {
  IsAgencyCode,
  IsId,
  IsLine,
  IsList,
  IsOneOf,
  IsPart,
  IsProse,
  IsSha256,
  IsWhole,
  MayBeAbsent,
} from '../shape';
import { WantingBody } from './intake.bodies.dto';

export const legsMax = 20;

export class FixedLegBody extends RouteLegBody {
  @ApiProperty({
    description:
      'of an upward leg: the agency whose one-stop unit watches over it; left out: that of the leg itself',
  })
  @MayBeAbsent()
  @IsAgencyCode()
  readonly monitor?: string;
}

/** What is left out is as the version of the procedure says. */
export class FixRouteBody {
  @ApiProperty({
    description:
      'one after the other, all at once (Decree 61/2018/NĐ-CP art. 19(6)), or at the level above (art. 19(7))',
  })
  @MayBeAbsent()
  @IsOneOf(routeModes)
  readonly mode?: RouteMode;

  @ApiProperty({ description: 'agency that answers for the whole' })
  @MayBeAbsent()
  @IsAgencyCode()
  readonly lead?: string;

  @ApiProperty({ description: '1 to 20, in order' })
  @MayBeAbsent()
  @IsList(legsMax, { min: 1 })
  @IsPart(() => FixedLegBody, { each: true })
  readonly legs?: readonly FixedLegBody[];
}

export class ConsolidateResultsBody {}

/** What the lead agency decides about a leg that was refused. */
export class DecideOnLegBody {
  @ApiProperty({ description: 'place of the refused leg in the route, counted from 1' })
  @IsWhole(1, legsMax)
  readonly order!: number;

  @IsProse(500)
  readonly reason!: string;
}

export class AcceptLegBody {}

export class ReturnLegBody {
  @ApiProperty({ description: 'such as: not competent, parts missing' })
  @IsProse(500)
  readonly reason!: string;
}

export class DeliverLegResultBody {
  @ApiProperty({ description: 'SHA-256 of the signed result, hex' })
  @IsSha256()
  readonly sha256!: string;

  @ApiProperty({
    description: 'number and symbol of the result, if it has one; left out: that of `documentId`',
    example: '45/STNMT-TĐ',
  })
  @MayBeAbsent()
  @IsLine(64)
  readonly symbol?: string;

  @ApiProperty({
    description:
      'the document of the own agency that is the result: numbered and sealed, with the result as one of its parts; ' +
      'left out when it is none, which the version of the procedure may not allow (`resultDocument`)',
  })
  @MayBeAbsent()
  @IsId()
  readonly documentId?: string;
}

export class RefuseLegBody {
  @ApiProperty({ description: 'why it cannot be granted' })
  @IsProse(500)
  readonly reason!: string;
}

export class ProposeSupplementBody {
  @ApiProperty({
    description: 'what lacks, each component once; whether it is asked for the lead agency decides',
  })
  @IsList(100, { min: 1, unique: ({ key }: WantingBody) => key })
  @IsPart(() => WantingBody, { each: true })
  readonly wanting!: readonly WantingBody[];

  @ApiProperty({ description: 'why the leg cannot be done without it' })
  @IsProse(500)
  readonly reason!: string;
}

export class ProposeReroutingBody {
  @ApiProperty({ description: 'code of the agency that is to have the leg', example: 'H26.3' })
  @IsAgencyCode()
  readonly to!: string;

  @IsProse(500)
  readonly reason!: string;
}

export class AgreeToReroutingBody {}

export class LegsQuery extends PageQuery {
  @ApiProperty({ description: 'legs in this state alone; left out: those that are to be done' })
  @MayBeAbsent()
  @IsOneOf(legStates)
  readonly state?: (typeof legStates)[number];
}
