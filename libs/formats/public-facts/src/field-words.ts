/** What a field holds besides what its stored structure says: whatever outlives a release, and nothing else. */
export type Form =
  | 'uuid'
  | 'agency'
  | 'officer'
  | 'date'
  | 'instant'
  | 'sha256'
  | { readonly max: number }
  | { readonly min: number };

export interface FieldWords {
  readonly en: string;
  readonly vi: string;
  readonly form?: Form;
}

/** A field means the same wherever it stands, also inside another one. */
export const fieldWords: Readonly<Record<string, FieldWords>> = {
  documentId: {
    en: 'the document, the same for all its recipients',
    vi: 'mã văn bản, dùng chung cho mọi nơi nhận',
    form: 'uuid',
  },
  agency: {
    en: 'whose document or dossier it is; of a leg the agency that has it',
    vi: 'cơ quan có văn bản hoặc hồ sơ; với bước liên thông là cơ quan thực hiện',
    form: 'agency',
  },
  from: {
    en: 'the issuing agency; of a hand-off the giving one',
    vi: 'cơ quan ban hành; khi bàn giao là cơ quan giao',
    form: 'agency',
  },
  to: { en: 'the receiving agency', vi: 'cơ quan nhận', form: 'agency' },
  recipients: {
    en: 'who was written to; of a recall order who is asked; of a replacement who gets it',
    vi: 'các nơi nhận; khi thu hồi là nơi được yêu cầu; khi thay thế là nơi nhận văn bản thay thế',
    form: 'agency',
  },
  documentType: {
    en: 'code of Decree 30/2020 Annex III, or `QP…` of a normative type',
    vi: 'mã loại văn bản theo Phụ lục III Nghị định 30/2020, hoặc `QP…` với văn bản quy phạm pháp luật',
  },
  subject: {
    en: 'what it is about, at most 500 characters',
    vi: 'trích yếu, tối đa 500 ký tự',
    form: { max: 500 },
  },
  symbol: { en: 'number and symbol as printed', vi: 'số và ký hiệu như in trên văn bản' },
  urgency: { en: 'how urgent', vi: 'độ khẩn' },
  contents: { en: 'its files', vi: 'các tệp của văn bản' },
  size: { en: 'bytes', vi: 'số byte', form: { min: 0 } },
  mediaType: { en: 'media type', vi: 'kiểu dữ liệu' },
  name: { en: 'name of the file', vi: 'tên tệp', form: { max: 255 } },
  dueDate: { en: 'reply wanted by, local date', vi: 'hạn trả lời, theo ngày địa phương', form: 'date' },
  reasonCode: {
    en: 'ground of Decree 30/2020 art. 21(2)(b)',
    vi: 'căn cứ theo điểm b khoản 2 Điều 21 Nghị định 30/2020',
  },
  reason: {
    en: 'why, in words, for the other agency, at most 500 characters',
    vi: 'lý do, gửi cho cơ quan kia, tối đa 500 ký tự',
    form: { max: 500 },
  },
  number: {
    en: 'arrival number; left out when the book is kept in another system',
    vi: 'số đến; bỏ trống khi sổ được lưu ở hệ thống khác',
    form: { min: 1 },
  },
  bookYear: { en: 'local year of that number', vi: 'năm của sổ', form: { min: 1 } },
  result: { en: 'what came of the processing', vi: 'kết quả xử lý', form: { max: 1000 } },
  cancelled: { en: 'who cancelled the document', vi: 'các nơi đã hủy văn bản', form: 'agency' },
  kept: { en: 'who keeps it for good', vi: 'các nơi giữ lại văn bản', form: 'agency' },
  changes: { en: 'the fields that change, never the content', vi: 'các trường thay đổi, không gồm nội dung' },
  addedRecipients: { en: 'who gets it as well', vi: 'các nơi nhận thêm', form: 'agency' },
  removedRecipients: {
    en: 'who is asked to give it back',
    vi: 'các nơi được yêu cầu trả lại',
    form: 'agency',
  },
  replacement: { en: 'the document in its place', vi: 'văn bản thay thế' },
  form: {
    en: "`formal`: a leader's order (edXML type 1); `take-back`: of one delivery (status 13)",
    vi: '`formal`: theo quyết định của lãnh đạo (edXML loại 1); `take-back`: thu hồi một lượt gửi (trạng thái 13)',
  },
  afterCompletion: {
    en: 'asked back after the work was done; left out otherwise',
    vi: 'thu hồi sau khi đã xử lý xong; bỏ trống nếu không phải',
  },
  outcome: {
    en: 'how the dispute or the dossier ended',
    vi: 'kết quả của bất đồng hoặc của hồ sơ',
  },
  decision: {
    en: 'symbol of the decision that closed a dispute',
    vi: 'ký hiệu quyết định giải quyết bất đồng',
    form: { max: 100 },
  },
  dossierId: { en: 'the dossier', vi: 'mã định danh hồ sơ', form: 'uuid' },
  handoffId: { en: 'one hand-off of it', vi: 'một lần bàn giao hồ sơ', form: 'uuid' },
  procedure: {
    en: 'code of the administrative procedure',
    vi: 'mã thủ tục hành chính',
    form: { max: 64 },
  },
  channel: { en: 'the way it came in', vi: 'hình thức nộp' },
  codes: { en: 'codes it bears', vi: 'các mã của hồ sơ' },
  scheme: { en: 'whose kind of code it is', vi: 'loại mã', form: { max: 32 } },
  value: { en: 'the code', vi: 'giá trị mã', form: { max: 64 } },
  startedAt: {
    en: 'when the statutory period began',
    vi: 'thời điểm bắt đầu tính thời hạn',
    form: 'instant',
  },
  dueAt: { en: 'when it ends', vi: 'thời điểm hết hạn', form: 'instant' },
  endedAt: { en: 'when the dossier was completed', vi: 'thời điểm hồ sơ kết thúc', form: 'instant' },
  giver: { en: 'officer who gave the dossier', vi: 'cán bộ giao hồ sơ', form: 'officer' },
  taker: { en: 'officer who took it', vi: 'cán bộ nhận hồ sơ', form: 'officer' },
  activity: { en: 'what was done with the dossier', vi: 'việc đã thực hiện', form: { max: 200 } },
  instance: {
    en: 'id of that activity in the system it was done in',
    vi: 'mã của việc này tại hệ thống thực hiện',
    form: { max: 64 },
  },
  order: {
    en: 'place of a leg in the route of its dossier, counted from 1',
    vi: 'thứ tự bước trong lộ trình liên thông, tính từ 1',
    form: { min: 1 },
  },
  oneStop: {
    en: 'the agency that fixed the route and returns the result',
    vi: 'cơ quan lập lộ trình và trả kết quả',
    form: 'agency',
  },
  lead: { en: 'the agency that answers for the whole', vi: 'cơ quan chủ trì', form: 'agency' },
  mode: { en: 'how the legs of a route follow each other', vi: 'cách nối tiếp các bước' },
  task: {
    en: 'what the agency of a leg is to do, at most 500 characters',
    vi: 'việc cơ quan phải làm, tối đa 500 ký tự',
    form: { max: 500 },
  },
  mandatory: {
    en: 'the dossier is not consolidated without this leg',
    vi: 'không tổng hợp kết quả khi thiếu bước này',
  },
  input: {
    en: 'SHA-256 of the result that a leg rests on',
    vi: 'SHA-256 của kết quả mà bước này dựa vào',
    form: 'sha256',
  },
  sha256: {
    en: 'SHA-256 of the bytes, lower-case hex',
    vi: 'SHA-256 của tệp, hệ 16 chữ thường',
    form: 'sha256',
  },
  end: { en: 'what the dossier of a leg came to', vi: 'kết cục của hồ sơ' },
  since: {
    en: 'since when a leg stands still with its dossier',
    vi: 'thời điểm bắt đầu tạm dừng',
    form: 'instant',
  },
  resumedAt: { en: 'when it went on', vi: 'thời điểm tiếp tục', form: 'instant' },
  clock: {
    en: '`restart`: its time begins from zero; `resume`: it goes on',
    vi: '`restart`: tính lại từ đầu; `resume`: tính tiếp',
  },
  before: { en: 'when it would have ended', vi: 'thời điểm hết hạn trước đó', form: 'instant' },
};
