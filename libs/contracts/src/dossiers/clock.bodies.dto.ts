import { ApiProperty } from '../api-property';
import {
  IsAgencyCode,
  IsInstant,
  IsLegalDate,
  IsLine,
  IsList,
  IsOfficerId,
  IsPart,
  IsProse,
  IsWhole,
  MayBeAbsent,
} from '../shape';
import { GivenComponentBody, WantingBody } from './intake.bodies.dto';
import { legsMax } from './linked.bodies.dto';

export class AssignProcessorBody {
  @ApiProperty({ description: 'officer of the own agency' })
  @IsOfficerId()
  readonly assignee!: string;
}

export class RequestConsultationBody {
  @ApiProperty({ description: 'code of the agency that is asked', example: 'H26.1' })
  @IsAgencyCode()
  readonly to!: string;

  @ApiProperty({ description: 'what it is asked' })
  @IsProse(5_000)
  readonly content!: string;

  @ApiProperty({ description: 'until when it answers; the clock of the dossier runs on' })
  @IsInstant()
  readonly answerBy!: string;
}

export class AnswerConsultationBody {
  @ApiProperty({ description: 'the opinion' })
  @IsProse(5_000)
  readonly answer!: string;
}

export class RecordVerificationBody {
  @ApiProperty({ description: 'when it was looked at' })
  @IsInstant()
  readonly verifiedAt!: string;

  @ApiProperty({ description: 'where' })
  @IsLine(200)
  readonly place!: string;

  @ApiProperty({ description: 'ids of the officers who were there; no names' })
  @IsList(50, { min: 1, unique: true })
  @IsOfficerId({ each: true })
  readonly participants!: readonly string[];

  @ApiProperty({ description: 'what was found' })
  @IsProse(5_000)
  readonly content!: string;
}

export class RequestSupplementBody {
  @ApiProperty({ description: 'all that is wanted, each component once' })
  @IsList(100, { min: 1, unique: ({ key }: WantingBody) => key })
  @IsPart(() => WantingBody, { each: true })
  readonly wanting!: readonly WantingBody[];

  @IsProse(500)
  readonly reason!: string;

  @ApiProperty({
    description:
      'of an interlinked one: place in the route of the leg whose agency lacks it; left out: the lead does',
  })
  @MayBeAbsent()
  @IsWhole(1, legsMax)
  readonly order?: number;
}

export class SubmitSupplementBody {
  @ApiProperty({ description: 'what came, each component once; it stands in place of what was there' })
  @IsList(100, { min: 1, unique: ({ key }: GivenComponentBody) => key })
  @IsPart(() => GivenComponentBody, { each: true })
  readonly components!: readonly GivenComponentBody[];
}

export class AcceptSupplementBody {}

export class LapseSupplementBody {
  @ApiProperty({ description: 'as it stands on the notice of stopping' })
  @IsProse(500)
  readonly reason!: string;
}

export class StopProcessingBody {
  @ApiProperty({ description: 'as it stands on the notice of stopping' })
  @IsProse(500)
  readonly reason!: string;

  @ApiProperty({ description: 'article that says so', example: 'Điều 19 Nghị định 61/2018/NĐ-CP' })
  @IsLine(200)
  readonly legalBasis!: string;
}

export class RequestWithdrawalBody {
  @IsProse(500)
  readonly reason!: string;
}

export class WithdrawDossierBody {}

export class RejectWithdrawalBody {
  @IsProse(500)
  readonly reason!: string;
}

export class IssueApologyBody {
  @ApiProperty({ description: 'as it stands on the apology' })
  @IsProse(500)
  readonly reason!: string;

  @ApiProperty({ description: 'local day of the new appointment, Asia/Ho_Chi_Minh' })
  @IsLegalDate()
  readonly newDueDate!: string;
}
