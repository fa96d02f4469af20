import type { FindingCode, Status } from './verdict';

/** What a code means, for an official who reads no codes. */
export interface Words {
  readonly en: string;
  readonly vi: string;
}

const words = {
  malformed: {
    en: 'This is no digital signature that can be read.',
    vi: 'Dữ liệu không phải là chữ ký số đọc được.',
  },
  'signature-mismatch': {
    en: 'The signature was not made with the key of the certificate, or was changed.',
    vi: 'Chữ ký không được tạo bằng khóa của chứng thư số, hoặc đã bị sửa.',
  },
  'content-hash-mismatch': {
    en: 'What was signed is something else than this content.',
    vi: 'Nội dung này khác với nội dung đã được ký.',
  },
  'signed-attributes-malformed': {
    en: 'The signed attributes are not as they must be.',
    vi: 'Các thuộc tính được ký không đúng quy định.',
  },
  'signing-certificate-mismatch': {
    en: 'The signature names another certificate than the one it was made with.',
    vi: 'Chữ ký nêu một chứng thư số khác với chứng thư đã dùng để ký.',
  },
  'content-embedded': {
    en: 'The signature carries a content of its own instead of standing beside the file.',
    vi: 'Chữ ký mang nội dung riêng bên trong thay vì ký tách rời tệp.',
  },
  'digest-not-given': {
    en: 'The digest that the signature needs was not computed.',
    vi: 'Chưa có giá trị băm mà chữ ký cần để kiểm tra.',
  },
  'content-bytes-needed': {
    en: 'This kind of signature can only be checked with the whole content.',
    vi: 'Loại chữ ký này chỉ kiểm tra được khi có toàn bộ nội dung.',
  },
  'algorithm-unsupported': {
    en: 'The algorithm of the signature is not known here.',
    vi: 'Hệ thống chưa hỗ trợ thuật toán của chữ ký.',
  },
  'digest-weak': {
    en: 'The digest algorithm is weak today (MD5 or SHA-1).',
    vi: 'Thuật toán băm hiện nay bị coi là yếu (MD5 hoặc SHA-1).',
  },
  'signing-certificate-not-bound': {
    en: 'The signature does not name its certificate.',
    vi: 'Chữ ký không nêu chứng thư số đã dùng.',
  },
  'signer-certificate-missing': {
    en: 'The certificate of the signer is not there.',
    vi: 'Không có chứng thư số của người ký.',
  },
  'certificate-expired': {
    en: 'The certificate had expired at the moment of signing.',
    vi: 'Chứng thư số đã hết hạn tại thời điểm ký.',
  },
  'certificate-not-yet-valid': {
    en: 'The certificate was not yet valid at the moment of signing.',
    vi: 'Chứng thư số chưa có hiệu lực tại thời điểm ký.',
  },
  'ca-certificate-expired': {
    en: 'A certificate of the authority had expired at the moment of signing.',
    vi: 'Chứng thư số của tổ chức chứng thực đã hết hạn tại thời điểm ký.',
  },
  'ca-certificate-not-yet-valid': {
    en: 'A certificate of the authority was not yet valid at the moment of signing.',
    vi: 'Chứng thư số của tổ chức chứng thực chưa có hiệu lực tại thời điểm ký.',
  },
  'chain-untrusted': {
    en: 'No authority that this house trusts vouches for the certificate.',
    vi: 'Chứng thư số không thuộc tổ chức chứng thực nào được hệ thống tin cậy.',
  },
  'key-usage-wrong': {
    en: 'The certificate is not one for signing documents.',
    vi: 'Chứng thư số không được dùng để ký văn bản.',
  },
  'extension-unsupported': {
    en: 'The certificate sets a condition that is not known here.',
    vi: 'Chứng thư số có điều kiện mà hệ thống chưa hỗ trợ.',
  },
  'key-weak': {
    en: 'The key is too short for today (RSA under 2,048 bits).',
    vi: 'Khóa quá ngắn so với yêu cầu hiện nay (RSA dưới 2.048 bit).',
  },
  'certificate-algorithm-weak': {
    en: 'A certificate was issued with an algorithm that is weak today.',
    vi: 'Có chứng thư số được cấp bằng thuật toán hiện nay bị coi là yếu.',
  },
  'certificate-not-of-signer': {
    en: 'The certificate is not registered for who should have signed.',
    vi: 'Chứng thư số không được đăng ký cho người hoặc cơ quan phải ký.',
  },
  'certificate-revoked': {
    en: 'The certificate had been revoked.',
    vi: 'Chứng thư số đã bị thu hồi.',
  },
  'ca-certificate-revoked': {
    en: 'A certificate of the authority had been revoked.',
    vi: 'Chứng thư số của tổ chức chứng thực đã bị thu hồi.',
  },
  'revoked-after-signing': {
    en: 'The certificate was revoked after the signature was made.',
    vi: 'Chứng thư số bị thu hồi sau khi ký.',
  },
  'revocation-not-checked': {
    en: 'Nothing here tells whether the certificate was revoked.',
    vi: 'Không có dữ liệu cho biết chứng thư số có bị thu hồi hay không.',
  },
  'revocation-stale': {
    en: 'What tells of revocations is from before the signature.',
    vi: 'Dữ liệu thu hồi có từ trước thời điểm ký.',
  },
  'revocation-too-large': {
    en: 'There are more data of revocations than are looked through.',
    vi: 'Dữ liệu thu hồi vượt quá giới hạn kiểm tra.',
  },
  'signing-time-in-future': {
    en: 'The signature says that it was made in the future.',
    vi: 'Thời điểm ký ghi trong chữ ký nằm ở tương lai.',
  },
  'signing-time-claimed': {
    en: 'The moment of signing is only what the signer says.',
    vi: 'Thời điểm ký chỉ do người ký tự khai.',
  },
  'timestamp-unusable': {
    en: 'The time-stamp proves no moment here: nobody vouches for its authority.',
    vi: 'Dấu thời gian không dùng được: tổ chức cấp dấu không được tin cậy.',
  },
  'byte-range-malformed': {
    en: 'What the signature says it covers is not as it must be.',
    vi: 'Phạm vi mà chữ ký khai là đã ký không đúng quy định.',
  },
  'unsigned-bytes': {
    en: 'The file was changed after it was signed.',
    vi: 'Tệp đã bị thay đổi sau khi ký.',
  },
  'update-unreadable': {
    en: 'Bytes were put behind the signed file that are no proper update of it.',
    vi: 'Phần thêm vào sau khi ký không phải là một bản cập nhật hợp lệ của tệp.',
  },
  'content-changed': {
    en: 'What the document shows was changed after it was signed.',
    vi: 'Nội dung hiển thị của văn bản đã bị thay đổi sau khi ký.',
  },
  'catalog-changed': {
    en: 'How the document opens or behaves was changed after it was signed.',
    vi: 'Cách mở hoặc cách hoạt động của văn bản đã bị thay đổi sau khi ký.',
  },
  'annotation-changed': {
    en: 'A note or something else over a page was changed after it was signed.',
    vi: 'Chú thích trên trang đã được thêm hoặc bị thay đổi sau khi ký.',
  },
  'form-changed': {
    en: 'A field of the form was changed after it was signed.',
    vi: 'Trường của biểu mẫu đã bị thay đổi sau khi ký.',
  },
  'drawing-not-vouched-for': {
    en: 'Something was drawn on a page after it was signed, and no good signature vouches for it.',
    vi: 'Có hình được vẽ lên trang sau khi ký mà không chữ ký hợp lệ nào bảo đảm.',
  },
  'not-permitted-by-earlier-signature': {
    en: 'An earlier signature does not permit what was added behind it.',
    vi: 'Chữ ký trước đó không cho phép phần được thêm vào sau.',
  },
  'update-unsupported': {
    en: 'What was added after the signature is written in a form that is not read here.',
    vi: 'Phần thêm vào sau khi ký được ghi ở dạng mà hệ thống chưa đọc được.',
  },
  'file-encrypted': {
    en: 'The file is encrypted, so nobody could tell what was added after the signature.',
    vi: 'Tệp bị mã hóa nên không xác định được phần thêm vào sau khi ký.',
  },
  'revision-unreadable': {
    en: 'The signed file itself is damaged or unusual, so what was added to it could not be compared.',
    vi: 'Bản đã ký bị hỏng hoặc có cấu trúc lạ nên không so sánh được phần thêm vào sau.',
  },
  'form-unsupported': {
    en: 'This form of signature is not known here.',
    vi: 'Hệ thống chưa hỗ trợ dạng chữ ký này.',
  },
  'signed-earlier-revision': {
    en: 'More was added to the file after this signature, and nothing of it changes what was signed.',
    vi: 'Sau chữ ký này tệp có phần thêm vào, không làm thay đổi nội dung đã ký.',
  },
  'too-large': {
    en: 'The file or the signature is larger than what is looked through.',
    vi: 'Tệp hoặc chữ ký vượt quá giới hạn kiểm tra.',
  },
} as const satisfies Record<FindingCode, Words>;

const statuses = {
  valid: { en: 'The signature is valid.', vi: 'Chữ ký hợp lệ.' },
  weak: {
    en: 'The signature is valid by an algorithm of its time that is weak today.',
    vi: 'Chữ ký hợp lệ nhưng dùng thuật toán hiện nay bị coi là yếu.',
  },
  undecided: {
    en: 'Whether the signature is valid could not be decided.',
    vi: 'Chưa đủ căn cứ để kết luận chữ ký hợp lệ hay không.',
  },
  invalid: { en: 'The signature is not valid.', vi: 'Chữ ký không hợp lệ.' },
} as const satisfies Record<Status, Words>;

export const wordsOfStatus = (status: Status): Words => statuses[status];

/** @param finding one that was stored by a later version has no words of its own. */
export const wordsOfFinding = (finding: string): Words =>
  Object.hasOwn(words, finding)
    ? words[finding as FindingCode]
    : { en: `Finding ${finding}.`, vi: `Kết quả kiểm tra: ${finding}.` };
