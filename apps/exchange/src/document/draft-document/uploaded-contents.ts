import { Injectable } from '@nestjs/common';
import { ContentStore, type Uploaded } from '@adapters/content-store';
import { type FieldError, type Refused, refusedBy } from '@contracts';
import { type ContentPart, mayBeCalled } from '@domain/codes';
import { atMost } from '@runtime';

const looksAtOnce = 8;

/** The parts of a draft beside what its agency uploaded: nothing is named that was not sent, or that is another. */
@Injectable()
export class UploadedContents {
  constructor(private readonly contents: ContentStore) {}

  /** `isKnown` says of a part that it was looked at before: its upload may have been cleared away since. */
  async refusalOf(
    { agency, contents }: Parts,
    isKnown: (part: ContentPart) => boolean,
  ): Promise<Refused | undefined> {
    const uploads = await atMost(looksAtOnce, contents, async (part) =>
      isKnown(part) ? { size: part.size } : this.contents.uploadedBy(agency, part.sha256),
    );
    const told = (tell: (part: ContentPart, upload: Uploaded | undefined) => Told | undefined) =>
      contents.map((part, index) => tell(part, uploads[index]));
    const missing = errorsAt('', told(missed));
    if (missing.length > 0) return refusedBy('document', 'content-not-uploaded', missing);
    const isMarked = await markedTypes();
    const miscalled = errorsAt('/mediaType', told(wronglyCalled(isMarked)));
    return miscalled.length === 0 ? undefined : refusedBy('document', 'content-type-mismatch', miscalled);
  }
}

interface Parts {
  readonly agency: string;
  readonly contents: readonly ContentPart[];
}

type Told = Required<Pick<FieldError, 'detail' | 'detailVi'>>;

function missed({ size }: ContentPart, upload: Uploaded | undefined): Told | undefined {
  if (upload === undefined) {
    return {
      detail: 'was not uploaded by your agency; upload the bytes first',
      detailVi: 'chưa được cơ quan của bạn tải lên; hãy tải tệp lên trước',
    };
  }
  if (upload.size === size) return undefined;
  return {
    detail: `has ${upload.size} bytes, not ${size} as stated`,
    detailVi: `có ${upload.size} byte, không phải ${size} byte như đã khai`,
  };
}

/** What nobody looked into is not judged: such bytes came past the edge, or from before it looked. */
const wronglyCalled =
  (isMarked: (type: string) => boolean) =>
  ({ name, mediaType }: ContentPart, upload: Uploaded | undefined): Told | undefined => {
    const found = upload?.mediaType;
    if (found === undefined || mayBeCalled(mediaType, found, isMarked)) return undefined;
    const said = `${name} được khai là ${mediaType} nhưng nội dung là ${found}`;
    return {
      detail: `${name} is said to be ${mediaType}, its bytes are ${found}: name that type, or upload the ${mediaType}`,
      detailVi: `${said}: hãy khai đúng định dạng hoặc tải lên đúng tệp`,
    };
  };

const errorsAt = (field: string, details: readonly (Told | undefined)[]): FieldError[] =>
  details.flatMap((told, index) =>
    told === undefined ? [] : [{ pointer: `/body/contents/${index}${field}`, ...told }],
  );

/** An ES module, which CommonJS of Node 20 reaches only so. */
async function markedTypes(): Promise<(type: string) => boolean> {
  const { supportedMimeTypes } = await import('file-type');
  return (type) => supportedMimeTypes.has(type);
}
