import { ApiProperty } from '../api-property';
import { IsAgencyCode, IsId, IsIdentityNumber, IsLegalDate, IsLine, IsOneOf, MayBeAbsent } from '../shape';

const applicantKinds = ['citizen', 'organisation'] as const;

export class ApplicantTarget {
  @ApiProperty({ description: 'what dossiers name their applicant by' })
  @IsId()
  readonly applicantRef!: string;
}

/** Kept sealed under a key of the person's own; a change says all of it anew. */
export class PersonBody {
  @ApiProperty({ description: 'a person, or an organisation with a code of its own' })
  @IsOneOf(applicantKinds)
  readonly kind!: (typeof applicantKinds)[number];

  @ApiProperty({ description: 'full name, or name of the organisation', example: 'Nguyễn Văn An' })
  @IsLine(200)
  readonly name!: string;

  @ApiProperty({
    description:
      'personal identification number (số định danh cá nhân), or code of the organisation; found again by it alone',
    example: '001188012345',
  })
  @MayBeAbsent()
  @IsIdentityNumber()
  readonly identityNumber?: string;

  @ApiProperty({ description: 'local date; left out of organisations' })
  @MayBeAbsent()
  @IsLegalDate()
  readonly birthDate?: string;

  @ApiProperty({ description: 'as the person gives it' })
  @MayBeAbsent()
  @IsLine(300)
  readonly address?: string;

  @ApiProperty({ description: 'as the person gives it, with or without the code of the country' })
  @MayBeAbsent()
  @IsLine(20)
  readonly phone?: string;

  @ApiProperty({ description: 'where results and notices may be sent' })
  @MayBeAbsent()
  @IsLine(254)
  readonly email?: string;
}

export class EraseApplicantBody {
  @ApiProperty({ description: 'what it is erased by; no names', example: 'Luật 91/2025/QH15' })
  @IsLine(200)
  readonly legalBasis!: string;
}

/** What only services ask: of the agency that wants to know a person. */
export class ApplicantDossiersBody {
  @IsAgencyCode()
  readonly agency!: string;
}
