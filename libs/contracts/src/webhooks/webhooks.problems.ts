import { type ProblemTable, row } from '../problem';

export const webhookProblems = {
  'webhook:not-found': row(
    404,
    'never',
    'No such webhook',
    'Your agency has no such webhook.',
    'Cơ quan của bạn không có webhook này.',
  ),
  'webhook:url-not-allowed': row(
    422,
    'after-change',
    'Address not allowed',
    'Nothing is sent to this address: use https on port 443 of a public host, written plainly, or ask the operator to allow it.',
    'Không gửi được đến địa chỉ này: hãy dùng https, cổng 443 của máy chủ công cộng, hoặc đề nghị quản trị cho phép.',
  ),
  'webhook:unknown-type': row(
    422,
    'after-change',
    'No such type',
    'No public message has this type. The page of public facts has all of them.',
    'Không có thông điệp công khai nào thuộc loại này. Xem danh mục dữ kiện công khai.',
  ),
  'webhook:too-many-webhooks': row(
    409,
    'after-change',
    'Too many webhooks',
    'Your agency has 50 webhooks that have not ended. End one that is not needed any more.',
    'Cơ quan đã có 50 webhook chưa kết thúc. Hãy kết thúc webhook không còn cần.',
  ),
  'webhook:not-proven': row(
    409,
    'after-change',
    'Receiver not proven',
    'The receiver has not given back the challenge it was sent. Have it sent again with a test.',
    'Máy nhận chưa gửi lại mã thử. Hãy yêu cầu gửi lại bằng thao tác thử.',
  ),
  'webhook:not-sending': row(
    409,
    'never',
    'Nothing is being sent',
    'This webhook is parked: nothing is sent that could be paused.',
    'Webhook này đang bị dừng do lỗi: không có gì để tạm dừng.',
  ),
  'webhook:already-sending': row(
    409,
    'never',
    'Sending already',
    'Messages are being sent. Name a number to have them sent again from there.',
    'Thông điệp đang được gửi. Hãy nêu số thứ tự để gửi lại từ đó.',
  ),
  'webhook:rotation-under-way': row(
    409,
    'later',
    'Two keys sign already',
    'The key before the newest still signs. Wait until it does not, or rotate without an overlap.',
    'Khóa trước vẫn còn hiệu lực. Hãy đợi hết thời gian chồng lấn, hoặc đổi khóa ngay không chồng lấn.',
  ),
  'webhook:number-not-reached': row(
    409,
    'after-change',
    'No such number yet',
    "The agency's messages do not count that far.",
    'Số thứ tự thông điệp của cơ quan chưa đến mức này.',
  ),
  'webhook:ended': row(
    410,
    'never',
    'Webhook ended',
    'Nothing is sent there any more. Subscribe anew.',
    'Webhook đã kết thúc. Hãy đăng ký mới.',
  ),
} as const satisfies ProblemTable;
