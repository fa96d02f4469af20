import { type ProblemTable, row } from '../problem';

/** Refusals about the result of a dossier, each with the article it rests on. */
export const resultProblems = {
  'dossier:outcome-not-proposed': row(
    409,
    'after-change',
    'Outcome not proposed',
    'What was proposed is `about.proposed`; deny the approval and have it proposed anew (Decree 61/2018 art. 19(1)).',
    'Kết quả được đề xuất là `about.proposed`; hãy trả lại để đề xuất lại (Nghị định 61/2018, Điều 19 khoản 1).',
  ),
  'dossier:reason-for-refusal-missing': row(
    422,
    'after-change',
    'Reason of a refusal',
    'A refusal says why, a granted result does not (Decree 61/2018 art. 19(8)).',
    'Từ chối giải quyết phải nêu lý do, kết quả được giải quyết thì không (Nghị định 61/2018, Điều 19 khoản 8).',
  ),
  'dossier:dated-in-the-future': row(
    422,
    'after-change',
    'Dated in the future',
    'A result is numbered on its date or later (Decree 30/2020 art. 15): `documentDate` lies in the future.',
    'Ngày của kết quả không được sau ngày cấp số (Nghị định 30/2020, Điều 15).',
  ),
  'dossier:not-at-the-one-stop': row(
    409,
    'after-change',
    'Not at the one-stop unit',
    'The result is not with the one-stop unit, `about.oneStop`: offer the dossier to it (Decree 61/2018 art. 20).',
    'Kết quả chưa ở bộ phận một cửa, `about.oneStop`: hãy chuyển hồ sơ (Nghị định 61/2018, Điều 20).',
  ),
  'dossier:slip-for-post-alone': row(
    422,
    'after-change',
    'Slip of the post',
    'What is returned by post has the number of its slip, anything else has none (Decision 45/2016 art. 9).',
    'Trả kết quả qua bưu chính phải có số phiếu gửi, cách khác thì không (Quyết định 45/2016, Điều 9).',
  ),
  'dossier:result-document-required': row(
    409,
    'after-change',
    'Result is a document',
    'The result of this procedure is a document of the registers (Decree 30/2020 art. 15): have it signed, numbered and ' +
      'sealed there, and name it with POST /dossiers/{dossierId}/result/document.',
    'Kết quả của thủ tục này là văn bản trong sổ (Nghị định 30/2020, Điều 15): hãy ký, cấp số, đóng dấu văn bản rồi ' +
      'ghi bằng POST /dossiers/{dossierId}/result/document.',
  ),
  'dossier:result-document-not-found': row(
    404,
    'after-change',
    'No such document',
    'The agency that holds the dossier has no such document.',
    'Cơ quan đang giữ hồ sơ không có văn bản này.',
  ),
  'dossier:result-document-not-sealed': row(
    409,
    'after-change',
    'Document not sealed',
    'A result is numbered and sealed, and neither recalled nor replaced (Decree 30/2020 art. 5, 15); the document is ' +
      '`about.status`.',
    'Kết quả phải được cấp số, đóng dấu, không bị thu hồi hoặc thay thế (Nghị định 30/2020, Điều 5, 15); trạng thái ' +
      'văn bản: `about.status`.',
  ),
  'dossier:result-document-differs': row(
    409,
    'after-change',
    'Another result',
    'No part of the document is the result, `about.approved`, or it bears another symbol, `about.symbol` (Decree 61/2018 ' +
      'art. 19(1)).',
    'Văn bản không chứa kết quả, `about.approved`, hoặc mang ký hiệu khác, `about.symbol` (Nghị định 61/2018, Điều 19 ' +
      'khoản 1).',
  ),
  'dossier:result-signature-missing': row(
    409,
    'after-change',
    'Signature missing',
    'The result lacks the verified signature of `about.by`: the officer who approved it, or the agency (Decree 30/2020 ' +
      'art. 5).',
    'Kết quả thiếu chữ ký số đã xác thực của `about.by`: người phê duyệt hoặc cơ quan (Nghị định 30/2020, Điều 5).',
  ),
} as const satisfies ProblemTable;
