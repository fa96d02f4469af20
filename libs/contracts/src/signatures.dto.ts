import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Equals, IsBase64, Length, ValidateIf } from 'class-validator';
import { IsSha256 } from './shape';

/** One signature that a caller hands over: beside a content part, or inside it. */
export class GivenSignature {
  @ApiProperty({ description: 'SHA-256 of the content part it is over, or is in' })
  @IsSha256()
  readonly sha256!: string;

  @ApiPropertyOptional({
    description: 'detached CMS/PKCS#7 signature (CAdES), DER in base64, at most 64 KiB of DER',
    format: 'byte',
    maxLength: 87_384,
  })
  @ValidateIf(({ embedded }: GivenSignature) => embedded === undefined)
  @IsBase64()
  @Length(4, 87_384)
  readonly cms?: string;

  @ApiPropertyOptional({ enum: [true], description: 'the part is a PDF that holds it (PAdES)' })
  @ValidateIf(({ cms }: GivenSignature) => cms === undefined)
  @Equals(true)
  readonly embedded?: true;
}
