import { resultOutcomes, returnChannels } from '@domain/codes';
import { ApiProperty } from '../api-property';
import { IsId, IsLegalDate, IsLine, IsOneOf, IsProse, IsSha256, MayBeAbsent } from '../shape';

export class ProposeResultBody {
  @ApiProperty({ description: 'a refusal is a result as well' })
  @IsOneOf(resultOutcomes)
  readonly outcome!: (typeof resultOutcomes)[number];

  @ApiProperty({ description: 'what was appraised and found' })
  @IsProse(5_000)
  readonly appraisal!: string;
}

export class DenyApprovalBody {
  @IsProse(500)
  readonly reason!: string;
}

export class ApproveResultBody {
  @ApiProperty({ description: 'as it was proposed' })
  @IsOneOf(resultOutcomes)
  readonly outcome!: (typeof resultOutcomes)[number];

  @ApiProperty({ description: 'SHA-256 of the signed result, hex' })
  @IsSha256()
  readonly sha256!: string;

  @ApiProperty({ description: 'SHA-256 of the personal certificate it is signed with, hex' })
  @IsSha256()
  readonly certificate!: string;

  @ApiProperty({ description: 'of a refusal, as its form says it; with a refusal alone' })
  @MayBeAbsent()
  @IsProse(500)
  readonly reason?: string;
}

export class NumberResultBody {
  @ApiProperty({ description: 'number and symbol as printed', example: '45/GPXD-UBND' })
  @IsLine(64)
  readonly symbol!: string;

  @ApiProperty({ description: 'local date of the result, Asia/Ho_Chi_Minh' })
  @IsLegalDate()
  readonly documentDate!: string;

  @ApiProperty({ description: 'SHA-256 of the certificate of the agency it is sealed with, hex' })
  @IsSha256()
  readonly certificate!: string;
}

export class IssueResultBody {
  @ApiProperty({
    description:
      'a document of the agency that holds the dossier: signed, numbered and sealed, with the approved result ' +
      'as one of its parts',
  })
  @IsId()
  readonly documentId!: string;
}

export class ForwardResultBody {}

export class ReturnResultBody {
  @ApiProperty({ description: 'how it comes to the applicant' })
  @IsOneOf(returnChannels)
  readonly channel!: (typeof returnChannels)[number];

  @ApiProperty({ description: 'reference of who took it for the applicant' })
  @MayBeAbsent()
  @IsId()
  readonly proxyRef?: string;

  @ApiProperty({
    description: 'number of the slip it was posted with; by post alone',
    example: 'EE123456789VN',
  })
  @MayBeAbsent()
  @IsLine(64)
  readonly slip?: string;
}

export class CorrectResultBody {
  @ApiProperty({ description: 'SHA-256 of the new result, hex' })
  @IsSha256()
  readonly sha256!: string;

  @ApiProperty({ description: 'number and symbol of the new result', example: '46/GPXD-UBND' })
  @IsLine(64)
  readonly symbol!: string;

  @IsProse(500)
  readonly reason!: string;

  @ApiProperty({ description: 'the document that is the new result; left out when it is none' })
  @MayBeAbsent()
  @IsId()
  readonly documentId?: string;
}

export class ArchiveDossierBody {}
