import { nestingMax } from '../message';
import { type ProblemTable, row } from '../problem';

/** The HTTP edge itself. */
export const requestProblems = {
  'request:not-authenticated': row(
    401,
    'after-change',
    'Not authenticated',
    'Send a valid access token as `Authorization: Bearer <token>`.',
    'Hãy gửi kèm mã truy cập còn hiệu lực trong tiêu đề `Authorization: Bearer <mã>`.',
  ),
  'request:role-not-allowed': row(
    403,
    'never',
    'Role not allowed',
    'You hold no role that may do this; `errors` tells the roles that may, or that you hold no post.',
    'Bạn không giữ vai trò được thực hiện thao tác này; `errors` nêu các vai trò được phép, hoặc nêu rõ bạn không giữ vị trí công tác tại cơ quan.',
  ),
  'request:importer-only': row(
    403,
    'after-change',
    'Only for imports',
    'The `Import-` headers are for tokens with role `Importer`; leave them out.',
    'Các tiêu đề `Import-` chỉ dành cho vai trò `Importer`; hãy bỏ các tiêu đề đó.',
  ),
  'request:no-such-address': row(
    404,
    'never',
    'No such address',
    'Nothing is served under this path; see /openapi.json for what is.',
    'Không có tài nguyên nào tại đường dẫn này; xem /openapi.json.',
  ),
  'request:wrong-method': row(
    405,
    'after-change',
    'Wrong method',
    'This path is served, but not with this method; the header `Allow` names those it takes.',
    'Đường dẫn này không nhận phương thức vừa dùng; tiêu đề `Allow` nêu các phương thức được nhận.',
  ),
  'request:too-many-requests': row(
    429,
    'later',
    'Too many requests',
    'You, your agency or your address asks more than it may at once or in a second. Nothing was done: repeat the same request after the seconds of `Retry-After`.',
    'Bạn, cơ quan hoặc địa chỉ của bạn gửi quá nhiều yêu cầu cùng lúc hoặc trong một giây. Chưa có gì được thực hiện: hãy gửi lại đúng yêu cầu này sau số giây nêu trong `Retry-After`.',
  ),
  'request:too-many-streams': row(
    429,
    'later',
    'Too many live streams',
    'You or your agency has as many live streams open as it may, or all of this gateway are taken; close one, or come back after the seconds of `Retry-After`.',
    'Bạn hoặc cơ quan đã mở đủ số luồng theo dõi trực tiếp cho phép, hoặc hệ thống đã hết luồng; hãy đóng bớt hoặc thử lại sau số giây nêu trong `Retry-After`.',
  ),
  'request:malformed-header': row(
    400,
    'after-change',
    'Malformed header',
    'A header does not have its form; `errors` names it.',
    'Một tiêu đề của yêu cầu không đúng định dạng; xem `errors`.',
  ),
  'request:idempotency-key-missing': row(
    400,
    'after-change',
    'Idempotency-Key missing',
    'A command needs the header `Idempotency-Key`, 1 to 128 of A-Z a-z 0-9 . _ : -; keep it when you repeat the same command.',
    'Lệnh phải có tiêu đề `Idempotency-Key` gồm 1 đến 128 ký tự A-Z a-z 0-9 . _ : -; giữ nguyên khi gửi lại cùng một lệnh.',
  ),
  'request:not-json': row(
    400,
    'after-change',
    'Not JSON',
    'The body is not one JSON object in UTF-8.',
    'Nội dung yêu cầu không phải là một đối tượng JSON mã hóa UTF-8.',
  ),
  'request:unreadable': row(
    400,
    'after-change',
    'Not readable as HTTP',
    'The request is not well-formed HTTP/1.1.',
    'Yêu cầu không đúng định dạng HTTP/1.1.',
  ),
  'request:one-moment-only': row(
    400,
    'after-change',
    'More than one moment',
    'Give at most one of `at`, `recordedAt` and `revision`.',
    'Chỉ được dùng một trong các tham số `at`, `recordedAt`, `revision`.',
  ),
  'request:malformed': row(
    422,
    'after-change',
    'Wrong shape',
    'Fields are missing, unknown or not of their form; `errors` names each.',
    'Có trường bị thiếu, thừa hoặc sai định dạng; xem từng trường trong `errors`.',
  ),
  'request:too-deep': row(
    422,
    'after-change',
    'Nested too deeply',
    `The JSON body is nested deeper than ${nestingMax}.`,
    `Nội dung JSON lồng nhau quá ${nestingMax} cấp.`,
  ),
  'request:too-large': row(
    413,
    'after-change',
    'Body too large',
    'A JSON body holds at most 1 MiB, one without a token 512 KiB; upload files with PUT /contents/{sha256}.',
    'Nội dung JSON không được quá 1 MiB, khi không có mã truy cập là 512 KiB; hãy tải tệp lên bằng PUT /contents/{sha256}.',
  ),
  'request:address-too-long': row(
    414,
    'after-change',
    'Address too long',
    'Path and query together hold at most 4,096 characters.',
    'Đường dẫn và tham số không được quá 4.096 ký tự.',
  ),
  'request:wrong-media-type': row(
    415,
    'after-change',
    'Wrong media type',
    'The body of a command is `application/json`.',
    'Nội dung lệnh phải có kiểu `application/json`.',
  ),
  'request:headers-too-large': row(
    431,
    'after-change',
    'Headers too large',
    'The headers together hold at most 16 KiB.',
    'Toàn bộ tiêu đề không được quá 16 KiB.',
  ),
  'request:too-slow': row(
    408,
    'later',
    'Request took too long',
    'The request did not arrive in time; send it again.',
    'Yêu cầu không đến đủ trong thời hạn; hãy gửi lại.',
  ),
} as const satisfies ProblemTable;

/** What stands in the way on our side. */
export const serviceProblems = {
  'service:unavailable': row(
    503,
    'later',
    'Unavailable for now',
    'A part of the system cannot answer now. Repeat the same request with the same Idempotency-Key.',
    'Một bộ phận của hệ thống tạm thời không trả lời được. Hãy gửi lại đúng yêu cầu này với cùng Idempotency-Key.',
  ),
  'service:caller-unproven': row(
    503,
    'later',
    'Sender not proven',
    'A part of the system sent this on without a signature that holds (`about.reason`): its key or its clock is not in order. Nothing was done. Repeat the same request with the same Idempotency-Key once the operator has mended it.',
    'Một bộ phận của hệ thống chuyển yêu cầu này mà không có chữ ký xác thực hợp lệ (`about.reason`): khóa hoặc đồng hồ của bộ phận đó chưa đúng. Chưa có gì được thực hiện. Hãy gửi lại đúng yêu cầu này với cùng Idempotency-Key sau khi người vận hành khắc phục.',
  ),
  'service:no-answer': row(
    504,
    'later',
    'No answer in time',
    'Whether the command was recorded is not known. Repeat it with the same Idempotency-Key: it is recorded once.',
    'Chưa rõ lệnh đã được ghi nhận hay chưa. Hãy gửi lại với cùng Idempotency-Key: lệnh chỉ được ghi nhận một lần.',
  ),
  'service:look-not-recorded': row(
    503,
    'later',
    'Who reads could not be recorded',
    'Content and histories are only sent once it is recorded who reads them, and that was not possible within 5 s. Nothing was sent; ask again.',
    'Nội dung và lịch sử chỉ được cung cấp sau khi đã ghi nhận người xem, nhưng chưa ghi nhận được trong 5 giây. Chưa có gì được gửi đi; hãy thử lại.',
  ),
  'service:stopping': row(
    503,
    'later',
    'Stopping',
    'This server is stopping. Repeat the same request with the same Idempotency-Key.',
    'Máy chủ đang dừng. Hãy gửi lại đúng yêu cầu này với cùng Idempotency-Key.',
  ),
  'service:failed': row(
    500,
    'later',
    'Failed',
    'The fault is ours and is in our log under the Correlation-Id of this answer.',
    'Lỗi thuộc về hệ thống và đã được ghi nhật ký theo Correlation-Id của trả lời này.',
  ),
} as const satisfies ProblemTable;

export const positionProblems = {
  'position:of-another-store': row(
    409,
    'after-change',
    'Position of another store',
    'The position in `after` was given by another installation or before a restore; ask without it.',
    'Vị trí trong `after` thuộc kho dữ liệu khác hoặc trước khi phục hồi; hãy hỏi lại không kèm `after`.',
  ),
  'position:of-a-lost-future': row(
    409,
    'never',
    'Position of a lost future',
    'The store was restored to a state before the position in `after`: what was recorded from there on is gone, and so ' +
      'is what your command was answered. Ask without it, look at what is there, and record again what is missing.',
    'Kho dữ liệu đã được phục hồi về thời điểm trước vị trí trong `after`: mọi dữ kiện ghi nhận từ đó về sau đã mất, ' +
      'kể cả kết quả mà lệnh của bạn đã được trả lời. Hãy hỏi lại không kèm `after`, kiểm tra dữ liệu hiện có và ghi lại ' +
      'những gì còn thiếu.',
  ),
  'position:not-visible-yet': row(
    503,
    'later',
    'Not visible yet',
    'What `after` names is recorded but was not visible within 5 s. Ask again.',
    'Dữ kiện nêu trong `after` đã được ghi nhận nhưng chưa hiển thị sau 5 giây. Hãy hỏi lại.',
  ),
  'position:parked': row(
    503,
    'later',
    'Set aside',
    'What `after` names is recorded but was set aside because it could not be read. Ask again once it is mended.',
    'Dữ kiện nêu trong `after` đã được ghi nhận nhưng đang tạm gác vì không đọc được. Hãy hỏi lại sau khi khắc phục.',
  ),
} as const satisfies ProblemTable;
