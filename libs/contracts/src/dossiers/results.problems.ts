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
} as const satisfies ProblemTable;
