import { ApiProperty } from '../api-property';
import { InPlaceOf, IsBytes, IsSha256, IsTrue, MayBeAbsent } from '../shape';

/** One signature that a caller hands over: beside a content part, or inside it. */
export class GivenSignature {
  @ApiProperty({ description: 'SHA-256 of the content part it is over, or is in' })
  @IsSha256()
  readonly sha256!: string;

  @ApiProperty({
    description: 'detached CMS/PKCS#7 signature (CAdES), DER in base64, at most 64 KiB of DER',
  })
  @InPlaceOf('embedded')
  @IsBytes(87_384)
  readonly cms?: string;

  @ApiProperty({ description: 'the part is a PDF that holds it (PAdES)' })
  @MayBeAbsent()
  @IsTrue()
  readonly embedded?: true;
}
