import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';

export class SealDocumentBody {}

export class RegisterDocumentBody {
  @ApiProperty({ description: 'unit or person that keeps the file copy', maxLength: 200 })
  @IsString()
  @Length(1, 200)
  readonly filedBy!: string;

  @ApiProperty({ description: 'number of copies, 0 when nothing is printed', example: 2 })
  @IsInt()
  @Min(0)
  @Max(100_000)
  readonly copies!: number;

  @ApiPropertyOptional({ maxLength: 500 })
  @IsOptional()
  @IsString()
  @Length(1, 500)
  readonly note?: string;
}
