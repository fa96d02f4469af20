import { ApiProperty } from './api-property';
import { IsAgencyCode, IsId, IsNumeral, IsSha256 } from './shape';

/** What a path names. The same class checks the path at the edge and the message at the service. */
export class NoTarget {}

export class AgencyTarget {
  @ApiProperty({ example: 'H26.1', description: 'agency code (Decision 20/2020 or QCVN 102:2016)' })
  @IsAgencyCode()
  readonly agency!: string;
}

export class DocumentTarget {
  @ApiProperty({ description: 'id of the document' })
  @IsId()
  readonly documentId!: string;
}

export class DossierTarget {
  @ApiProperty({ description: 'id of the dossier' })
  @IsId()
  readonly dossierId!: string;
}

export class SlipTarget {
  @ApiProperty({ description: 'what handing dossiers over was answered with' })
  @IsId()
  readonly slipId!: string;
}

export class HandoffTarget {
  @ApiProperty({ description: 'id of the dossier' })
  @IsId()
  readonly dossierId!: string;

  @ApiProperty({ description: 'id of the hand-off' })
  @IsId()
  readonly handoffId!: string;
}

export class ConsultationTarget {
  @ApiProperty({ description: 'id of the dossier' })
  @IsId()
  readonly dossierId!: string;

  @ApiProperty({ description: 'what the request of the consultation was answered with' })
  @IsId()
  readonly consultationId!: string;
}

export class LegTarget {
  @ApiProperty({ description: 'id of the dossier' })
  @IsId()
  readonly dossierId!: string;

  @ApiProperty({ example: 1, description: 'place in the route, counted from 1' })
  @IsNumeral(1, 20)
  readonly order!: number;
}

export class ContentTarget {
  @ApiProperty({ description: 'SHA-256 of the bytes, hex', example: 'a'.repeat(64) })
  @IsSha256()
  readonly sha256!: string;
}

/** One part of one document: it says what the bytes are called and of what type they are. */
export class DocumentContentTarget {
  @ApiProperty({ description: 'id of the document' })
  @IsId()
  readonly documentId!: string;

  @ApiProperty({ description: 'SHA-256 of the bytes, hex', example: 'a'.repeat(64) })
  @IsSha256()
  readonly sha256!: string;
}

/** What was handed in for a dossier, or came out of it. */
export class DossierContentTarget {
  @ApiProperty({ description: 'id of the dossier' })
  @IsId()
  readonly dossierId!: string;

  @ApiProperty({ description: 'SHA-256 of the bytes, hex', example: 'a'.repeat(64) })
  @IsSha256()
  readonly sha256!: string;
}

export class ImportTarget {
  @ApiProperty({ description: 'SHA-256 of the imported file, hex', example: 'a'.repeat(64) })
  @IsSha256()
  readonly sha256!: string;
}

export class BookTarget {
  @ApiProperty({ example: 2026, description: 'year of the book, Asia/Ho_Chi_Minh' })
  @IsNumeral(2000, 2200)
  readonly year!: number;
}
