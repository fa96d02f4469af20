import { type ProblemTable, row } from '../problem';

export const dossierProblems = {
  'dossier:not-found': row(
    404,
    'never',
    'No such dossier',
    'There is no such dossier for your agency.',
    'Không có hồ sơ này đối với cơ quan của bạn.',
  ),
  'dossier:not-the-holder': row(
    409,
    'never',
    'Not the holder',
    'Only the agency that holds the dossier does this.',
    'Chỉ cơ quan đang giữ hồ sơ mới được thực hiện thao tác này.',
  ),
  'dossier:not-the-recipient': row(
    409,
    'never',
    'Not the recipient',
    'Only the agency the dossier is offered to accepts or returns it.',
    'Chỉ cơ quan được chuyển hồ sơ mới được nhận hoặc trả lại.',
  ),
  'dossier:not-the-giver': row(
    409,
    'never',
    'Not the giver',
    'Only the agency that offered the dossier recalls it.',
    'Chỉ cơ quan đã chuyển hồ sơ mới được thu hồi.',
  ),
  'dossier:recipient-is-holder': row(
    422,
    'after-change',
    'Offered to its holder',
    'The dossier is with this agency already.',
    'Hồ sơ đang do chính cơ quan này giữ.',
  ),
  'dossier:unknown-recipient': row(
    422,
    'after-change',
    'Unknown recipient',
    'The agency in `to` is not in the directory.',
    'Cơ quan nhận không có trong danh bạ.',
  ),
  'dossier:handoff-not-found': row(
    404,
    'never',
    'No such hand-off',
    'This dossier has no such hand-off.',
    'Hồ sơ không có lần bàn giao này.',
  ),
  'dossier:handoff-already-pending': row(
    409,
    'after-change',
    'Hand-off pending',
    'The dossier is offered to an agency; it has to be accepted, returned or recalled first.',
    'Hồ sơ đang chờ cơ quan khác nhận; phải được nhận, trả lại hoặc thu hồi trước.',
  ),
  'dossier:handoff-already-settled': row(
    409,
    'never',
    'Hand-off settled already',
    'This hand-off was accepted, returned or recalled before; `about` says which, by whom and when.',
    'Lần bàn giao này đã được nhận, trả lại hoặc thu hồi; `about` cho biết ai đã làm và khi nào.',
  ),
  'dossier:already-completed': row(
    409,
    'never',
    'Completed already',
    'The dossier was completed.',
    'Hồ sơ đã kết thúc.',
  ),
} as const satisfies ProblemTable;
