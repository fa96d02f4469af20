import { ApiProperty } from '../api-property';
import {
  IsAgencyCode,
  IsFeedPlace,
  IsLine,
  IsList,
  IsNumeral,
  IsPosition,
  IsWhole,
  MayBeAbsent,
} from '../shape';

export const eventsOfPageMax = 500;

/** A page of what an agency was told. */
export class EventsQuery {
  @ApiProperty({
    description:
      'the own agency, or a closed one whose mail it took over, or one that a connected system reads for; the own one without it',
  })
  @MayBeAbsent()
  @IsAgencyCode()
  readonly agency?: string;

  @ApiProperty({
    description:
      'the last event that is known, `<feednumber>.<id>`, or `position` of a command; absent or `0` from the first on',
  })
  @MayBeAbsent()
  @IsFeedPlace()
  readonly after?: string;

  @ApiProperty({ description: 'events, 1 to 500; a page holds fewer where they are long', default: 100 })
  @MayBeAbsent()
  @IsNumeral(1, eventsOfPageMax)
  readonly limit?: number;
}

/** Which events of an agency come after a place, and where they stand in the store. */
export class FeedRowsQuery {
  @ApiProperty({
    description: 'the own agency, or a closed one whose mail it took over; the own one without it',
  })
  @MayBeAbsent()
  @IsAgencyCode()
  readonly agency?: string;

  @ApiProperty({ description: '`after` of a page of events' })
  @MayBeAbsent()
  @IsFeedPlace()
  readonly from?: string;

  @ApiProperty({ description: 'rows, 1 to 500' })
  @IsWhole(1, eventsOfPageMax)
  readonly limit!: number;
}

export const factsOfQuestionMax = 64;

/** Which numbers facts have, once everything up to a position is counted. */
export class FeedNumbersQuery {
  @ApiProperty({ description: 'of the facts in the store, decimal' })
  @IsList(factsOfQuestionMax, { min: 1 })
  @IsPosition({ each: true })
  readonly positions!: readonly string[];

  @ApiProperty({ description: 'position token: waits at most 5 s until what stands there is counted' })
  @IsLine(64)
  readonly through!: string;
}
