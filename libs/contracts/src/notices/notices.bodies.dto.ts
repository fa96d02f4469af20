import { type NoticeKind, noticeKinds, roles } from '@domain/codes';
import { ApiProperty } from '../api-property';
import {
  IsAgencyCode,
  IsFlag,
  IsInstant,
  IsLegalDate,
  IsList,
  IsLocalTime,
  IsMailAddress,
  IsOfficerId,
  IsOneOf,
  IsPhoneNumber,
  MayBeAbsent,
} from '../shape';

export class ChooseNoticesBody {
  @ApiProperty({
    description:
      '`flash`: flash documents that wait; `due`: what is due by the end of the next working day; `failed`: deliveries ' +
      'that failed. Of what is for the officer to do',
  })
  @IsList(noticeKinds.length, { min: 1, unique: true })
  @IsOneOf(noticeKinds, { each: true })
  readonly kinds!: readonly NoticeKind[];

  @ApiProperty({ description: 'where mail goes to; none without it' })
  @MayBeAbsent()
  @IsMailAddress()
  readonly mail?: string;

  @ApiProperty({ description: 'number that text messages go to; none without it' })
  @MayBeAbsent()
  @IsPhoneNumber()
  readonly sms?: string;

  @ApiProperty({ description: 'number of the Zalo account; nothing goes there without it' })
  @MayBeAbsent()
  @IsPhoneNumber()
  readonly zalo?: string;

  @ApiProperty({ description: 'local time from which nothing is told; 21:00 when left out' })
  @MayBeAbsent()
  @IsLocalTime()
  readonly quietFrom?: string;

  @ApiProperty({
    description:
      'until then, the next day where it is the earlier one; the same as `quietFrom` for no quiet hours; 06:00 when left out',
  })
  @MayBeAbsent()
  @IsLocalTime()
  readonly quietUntil?: string;

  @ApiProperty({
    description: 'flash documents are told in quiet hours and on days off, too; true when left out',
  })
  @MayBeAbsent()
  @IsFlag()
  readonly flashAtOnce?: boolean;

  @ApiProperty({ description: 'the other kinds are told on days off, too; false when left out' })
  @MayBeAbsent()
  @IsFlag()
  readonly onDaysOff?: boolean;
}

export class EndNoticesBody {}

/** Asks what waits for an officer that a notice may tell. */
export class NoticeMattersBody {
  @IsAgencyCode()
  readonly agency!: string;

  @IsOfficerId()
  readonly officer!: string;

  @IsList(roles.length)
  @IsOneOf(roles, { each: true })
  readonly roles!: readonly string[];

  @IsList(noticeKinds.length)
  @IsOneOf(noticeKinds, { each: true })
  readonly kinds!: readonly NoticeKind[];

  /** What waited before is told of no more. */
  @IsInstant()
  readonly from!: string;

  /** Local day by whose end it is due. */
  @IsLegalDate()
  readonly dueBy!: string;
}
