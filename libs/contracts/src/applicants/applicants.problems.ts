import { type ProblemTable, row } from '../problem';

export const applicantProblems = {
  'applicant:not-found': row(
    404,
    'never',
    'No such applicant',
    'Your agency knows no such person: it has neither recorded the person nor been a party to a dossier of it.',
    'Cơ quan của bạn không có thông tin người nộp này: chưa ghi nhận và không tham gia hồ sơ nào của người đó.',
  ),
  'applicant:erased': row(
    410,
    'never',
    'Applicant erased',
    'The personal data of this applicant was erased and cannot be brought back. Record the person anew.',
    'Dữ liệu cá nhân của người nộp này đã được xóa và không khôi phục được. Hãy ghi nhận lại.',
  ),
  'applicant:has-open-dossiers': row(
    409,
    'later',
    'Open dossiers',
    'A dossier of this applicant has not come to an end; a law needs the data until then (Decree 13/2023 art. 16).',
    'Người nộp còn hồ sơ chưa kết thúc; pháp luật yêu cầu giữ dữ liệu đến khi đó (Nghị định 13/2023, Điều 16).',
  ),
  'applicant:not-recorded-here': row(
    409,
    'never',
    'Recorded by another agency',
    'Only the agency that recorded the person erases it. Pass the request on to it.',
    'Chỉ cơ quan đã ghi nhận mới được xóa dữ liệu. Hãy chuyển yêu cầu đến cơ quan đó.',
  ),
} as const satisfies ProblemTable;
