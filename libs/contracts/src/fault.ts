type Param = string | number | readonly (string | number)[];
type Params = Readonly<Record<string, Param>>;
type Said = (params: Params) => string;

/** What may be wrong with any field of a request, in a word for programs, with its sentence in Vietnamese. */
const inVietnamese = {
  line: ({ min, max }) => `phải là một dòng gồm ${min} đến ${max} ký tự và không để trống`,
  prose: ({ min, max }) => `phải là văn bản gồm ${min} đến ${max} ký tự và không để trống`,
  text: ({ max }) => `phải là văn bản không quá ${max} ký tự`,
  'file-name': ({ max }) =>
    `phải là tên tệp gồm 1 đến ${max} ký tự trên một dòng, không có ký tự ẩn, không phải tên chương trình`,
  pattern: ({ example }) => `sai định dạng; ví dụ đúng: ${example}`,
  uuid: () => 'phải là UUID',
  date: ({ first, last }) => `phải là ngày có thật dạng YYYY-MM-DD, từ năm ${first} đến năm ${last}`,
  'typed-date': ({ first, last }) =>
    `phải là ngày có thật như 20/11/2026 hoặc 2026-11-20, từ năm ${first} đến năm ${last}`,
  instant: ({ first, last }) => `phải là thời điểm theo RFC 3339, từ năm ${first} đến năm ${last}`,
  'one-of': ({ values }) => `phải là một trong các giá trị: ${(values as readonly string[]).join(', ')}`,
  flag: () => 'phải là true hoặc false',
  'true-only': () => 'chỉ nhận giá trị true; nếu không thì bỏ trường này',
  'whole-number': ({ min, max }) => `phải là số nguyên từ ${min} đến ${max}`,
  base64: ({ max }) => `phải là base64 không quá ${max} ký tự`,
  list: ({ min, max }) => `phải là danh sách có ${min} đến ${max} phần tử`,
  unique: () => 'không được có hai phần tử giống nhau',
  object: () => 'phải là một đối tượng',
  'in-place-of': ({ other }) => `phải bỏ khi đã có trường ${other}`,
  'unknown-field': () => 'không phải là trường được biết',
  null: () => 'không được là null; hãy bỏ trường này',
  'control-character': () => 'không được chứa ký tự điều khiển',
  'hidden-character': () => 'không được chứa ký tự ẩn hoặc ký tự đổi chiều chữ',
  'no-unicode': () => 'không phải là Unicode hợp lệ',
  'too-deep': ({ max }) => `lồng nhau quá ${max} cấp`,
  repeated: () => 'xuất hiện hai lần; chỉ gửi một lần',
  'too-many-entries': ({ max }) => `có quá ${max} phần tử`,
} as const satisfies Readonly<Record<string, Said>>;

export type FaultCode = keyof typeof inVietnamese;

/** What is wrong, for programs: the code, and the values its sentence is made of. */
export interface Fault {
  readonly code: FaultCode;
  readonly params?: Params;
}

export const faultCodes = Object.keys(inVietnamese) as readonly FaultCode[];
export const faultInVietnamese = ({ code, params = {} }: Fault): string => inVietnamese[code](params);
