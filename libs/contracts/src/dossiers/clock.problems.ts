import { type ProblemTable, row } from '../problem';

/** Refusals while a dossier is worked on and its clock runs, each with the article it rests on. */
export const clockProblems = {
  'dossier:only-the-one-stop': row(
    409,
    'never',
    'Only the one-stop unit',
    'Only the one-stop unit that took the dossier in deals with the applicant (Decree 61/2018 art. 5(1)(e)).',
    'Chỉ bộ phận một cửa đã tiếp nhận hồ sơ làm việc với người nộp (Nghị định 61/2018, Điều 5 khoản 1 điểm e).',
  ),
  'dossier:not-competent': row(
    409,
    'never',
    'Not competent',
    'The route of the procedure leads to other agencies: hand the dossier over (Decree 61/2018 art. 18).',
    'Theo quy trình, thẩm quyền thuộc cơ quan khác: hãy chuyển hồ sơ (Nghị định 61/2018, Điều 18).',
  ),
  'dossier:consultation-not-found': row(
    404,
    'never',
    'No such consultation',
    'This dossier has no such consultation.',
    'Hồ sơ không có lần lấy ý kiến này.',
  ),
  'dossier:consultation-already-answered': row(
    409,
    'never',
    'Answered already',
    'The agency gave its opinion before, at `about.answeredAt`.',
    'Cơ quan đã trả lời lấy ý kiến lúc `about.answeredAt`.',
  ),
  'dossier:not-the-consulted': row(
    409,
    'never',
    'Not the consulted agency',
    'Only the agency that was asked answers (Decree 61/2018 art. 19(5)).',
    'Chỉ cơ quan được lấy ý kiến mới trả lời (Nghị định 61/2018, Điều 19 khoản 5).',
  ),
  'dossier:answer-date-not-ahead': row(
    422,
    'after-change',
    'Answer date not ahead',
    'A consultation says until when it is answered (Decree 61/2018 art. 19(5)): `answerBy` has to lie ahead.',
    'Lấy ý kiến phải nêu thời hạn trả lời (Nghị định 61/2018, Điều 19 khoản 5): `answerBy` phải ở phía trước.',
  ),
  'dossier:verified-in-the-future': row(
    422,
    'after-change',
    'Verified in the future',
    'What was verified is recorded afterwards (Decree 61/2018 art. 19(3)): `verifiedAt` lies in the future.',
    'Thời điểm xác minh không được sau thời điểm ghi nhận (Nghị định 61/2018, Điều 19 khoản 3).',
  ),
  'dossier:supplement-request-too-late': row(
    409,
    'never',
    'Supplement asked for too late',
    'A supplement is asked for within 3 working days of receipt (Decree 61/2018 art. 19(4)), by `about.requestBy`.',
    'Chỉ được yêu cầu bổ sung trong 3 ngày làm việc từ khi nhận (Nghị định 61/2018, Điều 19 khoản 4): `about.requestBy`.',
  ),
  'dossier:supplement-already-requested': row(
    409,
    'never',
    'Supplement asked for already',
    'The version of the procedure lets the applicant be asked so often at one stage (Decree 61/2018 art. 11(2)(c)): ' +
      '`about.requestsMax`.',
    'Đã yêu cầu bổ sung đủ số lần cho phép ở bước này (Nghị định 61/2018, Điều 11 khoản 2 điểm c): `about.requestsMax`.',
  ),
  'dossier:supplement-not-submitted': row(
    409,
    'after-change',
    'Supplement not submitted',
    'Nothing came from the applicant yet (Decree 61/2018 art. 19(4)).',
    'Người nộp chưa nộp bổ sung (Nghị định 61/2018, Điều 19 khoản 4).',
  ),
  'dossier:supplement-not-lapsed': row(
    409,
    'later',
    'Supplement not lapsed',
    'The applicant may bring it until the end of `about.answerByDate`, or has brought it (Decree 61/2018 art. 19(4)).',
    'Người nộp còn thời hạn đến hết `about.answerByDate` hoặc đã nộp (Nghị định 61/2018, Điều 19 khoản 4).',
  ),
  'dossier:apology-too-late': row(
    409,
    'never',
    'Apology too late',
    'An apology goes out on a day before the appointment, `about.dueAt` (Decree 61/2018 art. 19(9)).',
    'Phải xin lỗi trước ngày hẹn trả ít nhất 01 ngày, `about.dueAt` (Nghị định 61/2018, Điều 19 khoản 9).',
  ),
  'dossier:appointment-not-later': row(
    422,
    'after-change',
    'Appointment not later',
    'The new appointment lies after the first one, `about.dueAt` (Decree 61/2018 art. 19(9)).',
    'Ngày hẹn lại phải sau ngày hẹn trước, `about.dueAt` (Nghị định 61/2018, Điều 19 khoản 9).',
  ),
  'dossier:appointment-already-moved': row(
    409,
    'never',
    'Appointment moved already',
    'There is one new appointment at most (Decree 61/2018 art. 19(9)); `about.movedFrom` was the first.',
    'Chỉ được hẹn lại không quá một lần (Nghị định 61/2018, Điều 19 khoản 9); ngày hẹn đầu là `about.movedFrom`.',
  ),
} as const satisfies ProblemTable;
