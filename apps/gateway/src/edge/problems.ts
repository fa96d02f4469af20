/** `later`: the same request may succeed; `after-change`: another request may; `never`: leave it. */
export type Retry = 'never' | 'later' | 'after-change';

export interface ProblemRow {
  readonly status: number;
  readonly retry: Retry;
  readonly title: string;
  /** What is wrong and what to do, for whoever calls. */
  readonly detail: string;
  /** The same for officials. */
  readonly detailVi: string;
}

const row = (status: number, retry: Retry, title: string, detail: string, detailVi: string): ProblemRow => ({
  status,
  retry,
  title,
  detail,
  detailVi,
});

/** The HTTP edge itself. */
const ofRequest = {
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
    'None of your roles may do this; the roles that may are listed in `errors`.',
    'Vai trò của bạn không được thực hiện thao tác này; các vai trò được phép nêu trong `errors`.',
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
    'The JSON body is nested deeper than 32.',
    'Nội dung JSON lồng nhau quá 32 cấp.',
  ),
  'request:too-large': row(
    413,
    'after-change',
    'Body too large',
    'A JSON body holds at most 1 MiB; upload files with PUT /contents/{sha256}.',
    'Nội dung JSON không được quá 1 MiB; hãy tải tệp lên bằng PUT /contents/{sha256}.',
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
} as const;

/** What stands in the way on our side. */
const ofService = {
  'service:unavailable': row(
    503,
    'later',
    'Unavailable for now',
    'A part of the system cannot answer now. Repeat the same request with the same Idempotency-Key.',
    'Một bộ phận của hệ thống tạm thời không trả lời được. Hãy gửi lại đúng yêu cầu này với cùng Idempotency-Key.',
  ),
  'service:no-answer': row(
    504,
    'later',
    'No answer in time',
    'Whether the command was recorded is not known. Repeat it with the same Idempotency-Key: it is recorded once.',
    'Chưa rõ lệnh đã được ghi nhận hay chưa. Hãy gửi lại với cùng Idempotency-Key: lệnh chỉ được ghi nhận một lần.',
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
} as const;

const ofContent = {
  'content:secret-content': row(
    422,
    'never',
    'Secret content never enters',
    'Content that bears a state-secrecy mark is not taken here. Say `Content-Secrecy: none` when it bears none. Nothing was kept.',
    'Hệ thống không tiếp nhận nội dung có độ mật. Chỉ gửi `Content-Secrecy: none` khi nội dung không có độ mật. Không có gì được lưu lại.',
  ),
  'content:hash-mismatch': row(
    422,
    'after-change',
    'Other bytes than named',
    'The SHA-256 of the bytes is not the one in the path. Nothing was kept; upload again.',
    'Mã băm SHA-256 của dữ liệu không khớp với mã trong đường dẫn. Không có gì được lưu lại; hãy tải lên lại.',
  ),
  'content:too-large': row(
    413,
    'never',
    'File too large',
    'The file is larger than this installation takes. Nothing was kept.',
    'Tệp lớn hơn giới hạn của hệ thống. Không có gì được lưu lại.',
  ),
  'content:upload-cut': row(
    400,
    'later',
    'Upload broke off',
    'Fewer bytes came than were announced. Nothing was kept; upload again.',
    'Dữ liệu tải lên bị ngắt giữa chừng. Không có gì được lưu lại; hãy tải lên lại.',
  ),
  'content:type-mismatch': row(
    422,
    'after-change',
    'Other type than declared',
    'The bytes are not of the media type they are said to be; `errors` says what was found. Nothing was kept.',
    'Nội dung tệp không đúng với định dạng đã khai; xem `errors`. Không có gì được lưu lại.',
  ),
  'content:type-not-taken': row(
    422,
    'after-change',
    'Type not taken',
    'Archives of this type cannot be looked into; send the files one by one or as a zip. Nothing was kept.',
    'Không tiếp nhận tệp nén loại này vì không kiểm tra được bên trong; hãy gửi từng tệp hoặc nén dạng zip. Không có gì được lưu lại.',
  ),
  'content:executable': row(
    422,
    'never',
    'Programs are not taken',
    'The file is a program or holds one; `errors` says which. Nothing was kept.',
    'Tệp là chương trình hoặc chứa chương trình; xem `errors`. Không có gì được lưu lại.',
  ),
  'content:archive-too-much': row(
    422,
    'after-change',
    'Archive promises too much',
    'The archive unpacks to more than is taken, or holds further archives; `errors` says what. Nothing was kept.',
    'Tệp nén giải nén vượt giới hạn hoặc chứa tệp nén khác; xem `errors`. Không có gì được lưu lại.',
  ),
  'content:archive-unsafe-name': row(
    422,
    'after-change',
    'Archive leads out of its folder',
    'An entry of the archive has a path that leads elsewhere, or is a link; `errors` names it. Nothing was kept.',
    'Tệp nén có mục mang đường dẫn ra ngoài thư mục hoặc là liên kết; xem `errors`. Không có gì được lưu lại.',
  ),
  'content:range-not-satisfiable': row(
    416,
    'after-change',
    'Range outside of the file',
    'The file is shorter than the range asked for; `Content-Range` tells its length.',
    'Tệp ngắn hơn khoảng dữ liệu được yêu cầu; tiêu đề `Content-Range` nêu độ dài của tệp.',
  ),
  'content:upload-not-found': row(
    404,
    'never',
    'No such upload',
    'Your agency has begun no such upload, or it was ended. Begin a new one with POST /uploads.',
    'Cơ quan của bạn không có lượt tải lên này hoặc lượt đó đã kết thúc. Hãy bắt đầu lại bằng POST /uploads.',
  ),
  'content:upload-expired': row(
    410,
    'never',
    'Upload took too long',
    'The upload was not finished in time; begin a new one with POST /uploads.',
    'Lượt tải lên đã quá thời hạn; hãy bắt đầu lại bằng POST /uploads.',
  ),
  'content:upload-busy': row(
    409,
    'later',
    'Upload in use',
    'Another request is at work on this upload; ask with HEAD for its offset and go on from there.',
    'Một yêu cầu khác đang xử lý lượt tải lên này; hãy dùng HEAD để hỏi vị trí rồi gửi tiếp.',
  ),
  'content:wrong-offset': row(
    409,
    'after-change',
    'Other offset than reached',
    '`Upload-Offset` is not how much is here; ask with HEAD and go on from there.',
    '`Upload-Offset` không khớp với phần đã nhận; hãy dùng HEAD để hỏi vị trí rồi gửi tiếp.',
  ),
  'content:checksum-mismatch': row(
    460,
    'after-change',
    'Part has another hash',
    'The part does not have the SHA-256 of `Upload-Checksum` and counts as not sent; send it again.',
    'Phần vừa gửi không khớp với mã trong `Upload-Checksum` và được coi như chưa gửi; hãy gửi lại.',
  ),
  'content:too-many-uploads': row(
    409,
    'later',
    'Too many unfinished uploads',
    'Your agency has 100 unfinished uploads; finish or end some of them, or wait until they expire.',
    'Cơ quan của bạn có 100 lượt tải lên chưa xong; hãy hoàn tất, hủy bớt hoặc chờ hết hạn.',
  ),
  'content:tus-version': row(
    412,
    'after-change',
    'Other version of tus',
    'Resumable uploads speak tus 1.0.0; send `Tus-Resumable: 1.0.0`.',
    'Việc tải tệp theo từng phần dùng giao thức tus 1.0.0; hãy gửi `Tus-Resumable: 1.0.0`.',
  ),
  'content:not-found': row(
    404,
    'never',
    'No such content',
    'There is no content with this SHA-256 for your agency.',
    'Không có nội dung với mã SHA-256 này dành cho cơ quan của bạn.',
  ),
  'content:not-readable': row(
    503,
    'later',
    'Content cannot be read',
    'The stored bytes are missing or damaged. The operator has been told; ask again later.',
    'Dữ liệu lưu trữ bị thiếu hoặc hỏng. Người vận hành đã được báo; hãy thử lại sau.',
  ),
} as const;

const ofPosition = {
  'position:of-another-store': row(
    409,
    'after-change',
    'Position of another store',
    'The position in `after` was given by another installation or before a restore; ask without it.',
    'Vị trí trong `after` thuộc kho dữ liệu khác hoặc trước khi phục hồi; hãy hỏi lại không kèm `after`.',
  ),
  'position:not-visible-yet': row(
    503,
    'later',
    'Not visible yet',
    'What `after` names is recorded but was not visible within 5 s. Ask again.',
    'Dữ kiện nêu trong `after` đã được ghi nhận nhưng chưa hiển thị sau 5 giây. Hãy hỏi lại.',
  ),
} as const;

const ofHistory = {
  'history:revision-not-reached': row(
    404,
    'never',
    'Revision not reached',
    'The stream has fewer events than the revision asked for.',
    'Chuỗi dữ kiện chưa có đến số thứ tự được hỏi.',
  ),
} as const;

const notFound = row(
  404,
  'never',
  'No such document',
  'There is no such document for your agency.',
  'Không có văn bản này đối với cơ quan của bạn.',
);

const ofDocument = {
  'document:not-found': notFound,
  'document:secret-content': row(
    422,
    'never',
    'Secret content never enters',
    'Documents that bear a state-secrecy mark are not taken here. Nothing was kept.',
    'Hệ thống không tiếp nhận văn bản có độ mật. Không có gì được lưu lại.',
  ),
  'document:unknown-document-type': row(
    422,
    'after-change',
    'Unknown document type',
    'The type is neither one of Decree 30/2020/NĐ-CP Annex III nor a normative one; see `errors`.',
    'Loại văn bản không có trong Phụ lục III Nghị định 30/2020/NĐ-CP và không phải văn bản quy phạm pháp luật; xem `errors`.',
  ),
  'document:content-not-uploaded': row(
    422,
    'after-change',
    'Content not uploaded',
    'Your agency has not uploaded these bytes, or not of this size; `errors` names each part. Upload with PUT /contents/{sha256}.',
    'Cơ quan của bạn chưa tải lên tệp này hoặc kích thước không khớp; xem `errors`. Hãy tải lên bằng PUT /contents/{sha256}.',
  ),
  'document:sender-not-registered': row(
    409,
    'after-change',
    'Own agency not registered',
    'Your agency is not in the directory, so its number has no symbol. The operator registers it with PUT /agencies/{agency}.',
    'Cơ quan của bạn chưa có trong danh bạ nên chưa thể cấp số. Người vận hành đăng ký bằng PUT /agencies/{agency}.',
  ),
  'document:document-already-drafted': row(
    409,
    'never',
    'Drafted already',
    'A document with this id was drafted with other content.',
    'Văn bản với mã này đã được soạn với nội dung khác.',
  ),
  'document:not-signed-yet': row(
    409,
    'after-change',
    'Not signed yet',
    'The document has to be signed first.',
    'Văn bản chưa được ký; phải ký trước.',
  ),
  'document:already-signed': row(
    409,
    'never',
    'Signed already',
    'The document was signed before, by another officer or in another capacity.',
    'Văn bản đã được ký trước đó, bởi người khác hoặc với thẩm quyền khác.',
  ),
  'document:not-numbered-yet': row(
    409,
    'after-change',
    'Not numbered yet',
    'The document has to get its number first.',
    'Văn bản chưa được cấp số; phải cấp số trước.',
  ),
  'document:already-numbered': row(
    409,
    'never',
    'Numbered already',
    'The document has its number; it keeps that one.',
    'Văn bản đã có số; số đã cấp không thay đổi.',
  ),
  'document:already-issued': row(
    409,
    'never',
    'Issued already',
    'The document was issued to other recipients; a document is issued once.',
    'Văn bản đã phát hành đến nơi nhận khác; mỗi văn bản chỉ phát hành một lần.',
  ),
  'document:unknown-recipient': row(
    422,
    'after-change',
    'Unknown recipient',
    'Some recipients are not in the directory; `errors` names each. Nothing was issued to anyone.',
    'Có nơi nhận không có trong danh bạ; xem từng mã trong `errors`. Văn bản chưa được phát hành đến bất kỳ nơi nào.',
  ),
  'document:answered-document-not-found': row(
    422,
    'after-change',
    'Nothing to answer',
    'A reply names documents that came to your agency; `errors` says which ids are none of your inbox.',
    'Văn bản trả lời phải nêu văn bản đã đến cơ quan bạn; xem `errors` để biết mã nào không có trong văn bản đến.',
  ),
  'document:replaced-document-not-issued': row(
    422,
    'after-change',
    'Nothing to replace',
    'Only an issued document of your own agency is replaced (Decree 30/2020/NĐ-CP art. 18(3)), and neither one that was recalled nor one replaced already.',
    'Chỉ thay thế văn bản do cơ quan mình đã phát hành, chưa bị thu hồi hoặc thay thế (Điều 18 khoản 3 Nghị định 30/2020/NĐ-CP).',
  ),
  'document:replacement-of-another-form': row(
    422,
    'after-change',
    'Replacement of another form',
    'A document is replaced by one of equivalent form (Decree 30/2020/NĐ-CP art. 18(3)): draft it with the same `documentType`.',
    'Văn bản phải được thay thế bằng văn bản có hình thức tương đương (Điều 18 khoản 3 Nghị định 30/2020/NĐ-CP): hãy soạn cùng loại văn bản.',
  ),
  'document:corrected-document-not-issued': row(
    422,
    'after-change',
    'Nothing to correct',
    'Only an issued document of your own agency is corrected (Decree 30/2020/NĐ-CP art. 18(3)), and neither one that was recalled nor one that was replaced.',
    'Chỉ đính chính văn bản do cơ quan mình đã phát hành, chưa bị thu hồi hoặc thay thế (Điều 18 khoản 3 Nghị định 30/2020/NĐ-CP).',
  ),
  'document:approver-not-a-leader': row(
    422,
    'after-change',
    'Approved by no leader',
    'A number is voided with the approval of a leader of your agency; `approvedBy` names an officer with role `Leader`.',
    'Việc hủy số phải được lãnh đạo cơ quan duyệt; `approvedBy` phải là cán bộ có vai trò `Leader`.',
  ),
  'document:correction-not-by-letter': row(
    422,
    'after-change',
    'Corrected by letter only',
    'Errors of form or procedure are corrected by an official letter (Decree 30/2020/NĐ-CP art. 18(3)): draft it with `documentType` CV. Errors of content need a replacement: use `replaces`.',
    'Sai sót về thể thức, thủ tục được đính chính bằng công văn (Điều 18 khoản 3 Nghị định 30/2020/NĐ-CP): hãy soạn loại CV. Sai sót về nội dung phải thay thế văn bản: dùng `replaces`.',
  ),
  'document:number-was-voided': row(
    409,
    'after-change',
    'Number was voided',
    'This number was voided for the document and is never given again (Decree 30/2020/NĐ-CP art. 15); ask for the next one.',
    'Số này đã bị hủy và không cấp lại (Điều 15 Nghị định 30/2020/NĐ-CP); hãy lấy số tiếp theo.',
  ),
  'document:not-sealed-yet': row(
    409,
    'after-change',
    'Not sealed yet',
    "The organisation's digital signature comes first (Decree 30/2020/NĐ-CP art. 5 and 17(2)): POST /documents/{documentId}/seal.",
    'Văn bản chưa có chữ ký số của cơ quan, tổ chức (Điều 5, Điều 17 khoản 2 Nghị định 30/2020/NĐ-CP): POST /documents/{documentId}/seal.',
  ),
  'document:already-sealed': row(
    409,
    'never',
    'Sealed already',
    'The organisation has signed the document; it does so once.',
    'Văn bản đã có chữ ký số của cơ quan, tổ chức; mỗi văn bản chỉ ký một lần.',
  ),
  'document:not-registered-yet': row(
    409,
    'after-change',
    'Not registered yet',
    'A document is entered in the outgoing register before it leaves (Decree 30/2020/NĐ-CP art. 14 and 16): POST /documents/{documentId}/registration.',
    'Văn bản phải được đăng ký vào sổ văn bản đi trước khi phát hành (Điều 14, Điều 16 Nghị định 30/2020/NĐ-CP): POST /documents/{documentId}/registration.',
  ),
  'document:already-registered': row(
    409,
    'never',
    'Registered already',
    'The document stands in the outgoing register; it is entered once.',
    'Văn bản đã được đăng ký vào sổ văn bản đi; mỗi văn bản chỉ đăng ký một lần.',
  ),
  'document:not-issued-yet': row(
    409,
    'after-change',
    'Not issued yet',
    'Only an issued document is recalled, updated, replaced or corrected; before that, void its number or leave it as a draft.',
    'Chỉ thu hồi, cập nhật, thay thế hoặc đính chính văn bản đã phát hành; trước đó hãy hủy số hoặc để ở dạng dự thảo.',
  ),
  'document:not-a-recipient': row(
    422,
    'after-change',
    'Not a recipient',
    'The document did not go to some agency you named; GET /documents/{documentId} lists where it went.',
    'Có cơ quan không phải là nơi nhận của văn bản; xem nơi nhận tại GET /documents/{documentId}.',
  ),
  'document:already-a-recipient': row(
    409,
    'after-change',
    'Recipient already',
    'An agency you add has or had this document; leave it out.',
    'Cơ quan được bổ sung đã là nơi nhận của văn bản này; hãy bỏ khỏi danh sách.',
  ),
  'document:no-recipient-left': row(
    422,
    'after-change',
    'No recipient left',
    'The update would take the document from every recipient: order a recall instead (Decree 30/2020/NĐ-CP art. 18(4)).',
    'Cập nhật sẽ bỏ hết nơi nhận: hãy ra lệnh thu hồi văn bản (Điều 18 khoản 4 Nghị định 30/2020/NĐ-CP).',
  ),
  'document:nothing-to-update': row(
    422,
    'after-change',
    'Nothing to update',
    'The update says what the document says already; change a field or the recipients. Content is never updated: replace the document.',
    'Nội dung cập nhật trùng với văn bản hiện có; hãy sửa trường thông tin hoặc nơi nhận. Nội dung văn bản không được cập nhật mà phải thay thế.',
  ),
  'document:being-recalled': row(
    409,
    'later',
    'Being recalled',
    'A leader ordered the document back, so it is frozen (Decree 30/2020/NĐ-CP art. 18(4) and Annex VI); withdraw the order first.',
    'Văn bản đang được thu hồi nên không thể thay đổi (Điều 18 khoản 4, Phụ lục VI Nghị định 30/2020/NĐ-CP); trước hết phải hủy lệnh thu hồi.',
  ),
  'document:not-being-recalled': row(
    409,
    'never',
    'Not being recalled',
    'No recall of this document is open.',
    'Văn bản không có lệnh thu hồi đang thực hiện.',
  ),
  'document:recall-still-open': row(
    409,
    'later',
    'Recall still open',
    'Some recipients have not answered the recall yet.',
    'Còn nơi nhận chưa trả lời yêu cầu thu hồi.',
  ),
  'document:already-recalled': row(
    409,
    'never',
    'Recalled already',
    'The document was recalled (Decree 30/2020/NĐ-CP art. 18(4)); issue another one.',
    'Văn bản đã được thu hồi (Điều 18 khoản 4 Nghị định 30/2020/NĐ-CP); hãy phát hành văn bản khác.',
  ),
  'document:already-replaced': row(
    409,
    'never',
    'Replaced already',
    'Another document stands in its place (Decree 30/2020/NĐ-CP art. 18(3)); work on that one.',
    'Văn bản đã được thay thế bằng văn bản khác (Điều 18 khoản 3 Nghị định 30/2020/NĐ-CP); hãy xử lý văn bản thay thế.',
  ),
  'document:sender-among-recipients': row(
    422,
    'after-change',
    'Sender among recipients',
    'An agency does not issue a document to itself; leave your own code out.',
    'Cơ quan không phát hành văn bản đến chính mình; hãy bỏ mã của cơ quan mình.',
  ),
} as const;

const ofDelivery = {
  'delivery:not-found': notFound,
  'delivery:not-arrived-yet': row(
    409,
    'later',
    'Not arrived yet',
    'The document is on its way to your agency; try again in a moment.',
    'Văn bản đang trên đường đến cơ quan của bạn; hãy thử lại sau giây lát.',
  ),
  'delivery:already-refused': row(
    409,
    'never',
    'Refused already',
    'Your agency refused this document.',
    'Cơ quan của bạn đã từ chối tiếp nhận văn bản này.',
  ),
  'delivery:already-accepted': row(
    409,
    'never',
    'Received already',
    'Your agency received this document and gave it its incoming number.',
    'Cơ quan của bạn đã tiếp nhận và cấp số đến cho văn bản này.',
  ),
  'delivery:not-accepted-yet': row(
    409,
    'after-change',
    'Not received yet',
    'The document has to be received and numbered first.',
    'Văn bản chưa được tiếp nhận; phải tiếp nhận và vào sổ trước.',
  ),
  'delivery:already-assigned': row(
    409,
    'never',
    'Assigned already',
    'The document was assigned to others.',
    'Văn bản đã được phân công cho người khác.',
  ),
  'delivery:assignee-not-found': row(
    422,
    'after-change',
    'No such officer',
    'Your agency has no such officer; `errors` names each.',
    'Cơ quan của bạn không có cán bộ này; xem `errors`.',
  ),
  'delivery:not-assigned-yet': row(
    409,
    'after-change',
    'Not assigned yet',
    'The document has to be assigned to an officer first.',
    'Văn bản chưa được phân công; phải phân công xử lý trước.',
  ),
  'delivery:not-the-assignee': row(
    409,
    'never',
    'Not the assignee',
    'Only the officer in the lead starts and completes the processing.',
    'Chỉ cán bộ được phân công chủ trì mới được bắt đầu và hoàn thành xử lý.',
  ),
  'delivery:not-started-yet': row(
    409,
    'after-change',
    'Not started yet',
    'The processing has to be started first.',
    'Việc xử lý chưa bắt đầu; phải bắt đầu xử lý trước.',
  ),
  'delivery:already-completed': row(
    409,
    'never',
    'Completed already',
    'The processing of this document was completed.',
    'Văn bản đã được xử lý xong.',
  ),
} as const;

const ofRegister = {
  'register:number-voided': row(
    409,
    'never',
    'Number voided',
    'The number given to this document was voided; it is never used again.',
    'Số đã cấp cho văn bản này đã bị hủy và không được dùng lại.',
  ),
  'register:no-number-for-key': row(
    409,
    'never',
    'No number to void',
    'This document has no number in the register.',
    'Văn bản này không có số trong sổ.',
  ),
} as const;

const ofDossier = {
  'dossier:not-found': row(
    404,
    'never',
    'No such dossier',
    'There is no such dossier for your agency.',
    'Không có hồ sơ này đối với cơ quan của bạn.',
  ),
  'dossier:dossier-already-opened': row(
    409,
    'never',
    'Opened already',
    'A dossier with this id was opened by another agency.',
    'Hồ sơ với mã này đã được cơ quan khác tiếp nhận.',
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
    'This hand-off was accepted, returned or recalled before.',
    'Lần bàn giao này đã được nhận, trả lại hoặc thu hồi.',
  ),
  'dossier:already-completed': row(
    409,
    'never',
    'Completed already',
    'The dossier was completed.',
    'Hồ sơ đã kết thúc.',
  ),
} as const;

const ofAgency = {
  'agency:not-found': row(
    404,
    'never',
    'No such agency',
    'The directory has no agency with this code.',
    'Danh bạ không có cơ quan với mã này.',
  ),
  'agency:not-an-agency-code': row(
    422,
    'after-change',
    'Not an agency code',
    'The code is written neither after Decision 20/2020/QĐ-TTg nor after QCVN 102:2016.',
    'Mã không theo Quyết định 20/2020/QĐ-TTg, cũng không theo QCVN 102:2016/BTTTT.',
  ),
  'agency:parent-not-found': row(
    422,
    'after-change',
    'Parent not found',
    'The agency in `parent` has to be registered first.',
    'Cơ quan cấp trên chưa có trong danh bạ; phải đăng ký trước.',
  ),
  'agency:agency-already-registered': row(
    409,
    'never',
    'Registered already',
    'An agency with this code is registered with other particulars.',
    'Mã này đã được đăng ký với thông tin khác.',
  ),
  'agency:role-held-by-no-officer': row(
    422,
    'after-change',
    'Role held by no officer',
    'The role `Importer` is for tools, not for officers.',
    'Vai trò `Importer` chỉ dành cho công cụ, không giao cho cán bộ.',
  ),
} as const;

const ofImport = {
  'import:not-found': row(
    404,
    'never',
    'No such import',
    'Nothing was recorded out of a file with this SHA-256.',
    'Chưa có dữ kiện nào được ghi nhận từ tệp có mã SHA-256 này.',
  ),
} as const;

const keyReused = row(
  422,
  'after-change',
  'Idempotency-Key used before',
  'This key was used for the same operation with another body. Take a new key for a new command.',
  'Khóa này đã dùng cho cùng thao tác với nội dung khác. Hãy dùng khóa mới cho lệnh mới.',
);
const beforeHistory = row(
  422,
  'after-change',
  'Before what is recorded',
  'The instant lies before the last thing recorded of this object.',
  'Thời điểm nhập sớm hơn dữ kiện cuối cùng đã ghi nhận.',
);

/** Both refusals of the one write path, under the context that answers them. */
const ofWriting = {
  'document:idempotency-key-reused': keyReused,
  'document:occurred-before-history': beforeHistory,
  'delivery:idempotency-key-reused': keyReused,
  'delivery:occurred-before-history': beforeHistory,
  'register:idempotency-key-reused': keyReused,
  'register:occurred-before-history': beforeHistory,
  'dossier:idempotency-key-reused': keyReused,
  'dossier:occurred-before-history': beforeHistory,
  'agency:idempotency-key-reused': keyReused,
  'agency:occurred-before-history': beforeHistory,
} as const;

/** Every problem this system answers, by `<context>:<refusal>`. */
export const problems = {
  ...ofRequest,
  ...ofService,
  ...ofContent,
  ...ofPosition,
  ...ofHistory,
  ...ofDocument,
  ...ofDelivery,
  ...ofRegister,
  ...ofDossier,
  ...ofAgency,
  ...ofImport,
  ...ofWriting,
} as const satisfies Readonly<Record<string, ProblemRow>>;

export type ProblemName = keyof typeof problems;

export const isProblemName = (name: string): name is ProblemName => Object.hasOwn(problems, name);
