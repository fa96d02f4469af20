import { dossierLinks, submissionChannels } from '@domain/codes';
import { ApiProperty } from '../api-property';
import {
  IsId,
  IsInstant,
  IsLegalDate,
  IsLine,
  IsList,
  IsOneOf,
  IsPart,
  IsProse,
  IsSha256,
  IsWhole,
  MayBeAbsent,
} from '../shape';

const keyOf = ({ key }: { readonly key: string }): string => key;
const componentsMax = 100;

/** A component that the applicant gave or got before; its bytes are asked for by nobody again. */
export class ReusedFromBody {
  @ApiProperty({ description: 'the earlier dossier of the same applicant' })
  @IsId()
  readonly dossierId!: string;

  @ApiProperty({ description: 'key of the component there', example: 'to-khai' })
  @IsLine(64)
  readonly key!: string;

  @ApiProperty({ description: 'its SHA-256 there, hex' })
  @IsSha256()
  readonly sha256!: string;
}

/** A result that the applicant got before, in place of a paper that says the same. */
export class ReusedResultBody {
  @ApiProperty({ description: 'the earlier dossier of the same applicant, whose result it is' })
  @IsId()
  readonly dossierId!: string;

  @ApiProperty({ description: 'SHA-256 of that result, hex' })
  @IsSha256()
  readonly sha256!: string;
}

export class GivenComponentBody {
  @ApiProperty({ description: 'key of the component in the procedure', example: 'to-khai' })
  @IsLine(64)
  readonly key!: string;

  @ApiProperty({
    description:
      'SHA-256 of its electronic part, hex, which the agency uploaded before (`PUT /contents/{sha256}` or ' +
      '`/uploads`); left out when there is none',
  })
  @MayBeAbsent()
  @IsSha256()
  readonly sha256?: string;

  @ApiProperty({ description: 'where it is reused from, in place of asking for it again' })
  @MayBeAbsent()
  @IsPart(() => ReusedFromBody)
  readonly reusedFrom?: ReusedFromBody;

  @ApiProperty({ description: 'the earlier result that stands in its place' })
  @MayBeAbsent()
  @IsPart(() => ReusedResultBody)
  readonly reusedResult?: ReusedResultBody;

  @ApiProperty({ description: 'paper originals counted at the counter' })
  @IsWhole(0, 1_000)
  readonly originals!: number;
}

export class DossierLinkBody {
  @ApiProperty({ description: 'the earlier dossier; the agency is a party to it' })
  @IsId()
  readonly dossierId!: string;

  @ApiProperty({ description: 'made from its result, goes on from it, or one of several of it' })
  @IsOneOf(dossierLinks)
  readonly as!: (typeof dossierLinks)[number];
}

export class SubmitDossierBody {
  @ApiProperty({ description: 'procedure code', example: '2.000635' })
  @IsLine(64)
  readonly procedure!: string;

  @ApiProperty({
    description: 'how it is submitted; `proxy`: somebody stands for the applicant at the counter',
  })
  @IsOneOf(submissionChannels)
  readonly channel!: (typeof submissionChannels)[number];

  @ApiProperty({ description: 'reference of the applicant; personal data stays outside' })
  @IsId()
  readonly applicantRef!: string;

  @ApiProperty({
    description:
      'reference of who stands for the applicant, recorded as applicants are; with the channel `proxy` alone',
  })
  @MayBeAbsent()
  @IsId()
  readonly proxyRef?: string;

  @ApiProperty({ description: 'what is handed in, each component once' })
  @IsList(componentsMax, { unique: keyOf })
  @IsPart(() => GivenComponentBody, { each: true })
  readonly components!: readonly GivenComponentBody[];

  @ApiProperty({ description: 'an earlier dossier that this one is made from, follows or is part of' })
  @MayBeAbsent()
  @IsPart(() => DossierLinkBody)
  readonly linkedTo?: DossierLinkBody;
}

export class RecordPostalHandoverBody {
  @ApiProperty({ description: 'when postman and officer signed the record: the legal time of submission' })
  @IsInstant()
  readonly handedOverAt!: string;

  @ApiProperty({ description: 'number of the sending slip', example: 'EE123456789VN' })
  @IsLine(64)
  readonly slip!: string;

  @ApiProperty({ description: 'number of the postman at the postal service, no name', example: 'BD-0451' })
  @IsLine(64)
  readonly postman!: string;
}

export class WantingBody {
  @ApiProperty({ description: 'key of the component in the procedure', example: 'to-khai' })
  @IsLine(64)
  readonly key!: string;

  @ApiProperty({ description: 'what is missing or wrong, and how it is put right' })
  @IsProse(500)
  readonly detail!: string;
}

export class GuideIntakeSupplementBody {
  @ApiProperty({ description: 'all that is wanted, each component once: there is one guidance' })
  @IsList(componentsMax, { min: 1, unique: keyOf })
  @IsPart(() => WantingBody, { each: true })
  readonly wanting!: readonly WantingBody[];

  @IsProse(500)
  readonly reason!: string;

  @ApiProperty({ description: 'last local day to bring it, Asia/Ho_Chi_Minh' })
  @IsLegalDate()
  readonly answerByDate!: string;
}

export class ReceiveIntakeSupplementBody {
  @ApiProperty({ description: 'what came, each component once; it stands in place of what was there' })
  @IsList(componentsMax, { min: 1, unique: keyOf })
  @IsPart(() => GivenComponentBody, { each: true })
  readonly components!: readonly GivenComponentBody[];
}

export class RefuseAcceptanceBody {
  @ApiProperty({ description: 'as it stands on the refusal slip (form 03)' })
  @IsProse(500)
  readonly reason!: string;
}

export class AcceptDossierBody {}
