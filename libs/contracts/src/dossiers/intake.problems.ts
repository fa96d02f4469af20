import { type ProblemTable, row } from '../problem';

/** Refusals at the counter, each with the article it rests on; `about` names the components. */
export const intakeProblems = {
  'dossier:procedure-not-in-force': row(
    422,
    'after-change',
    'Procedure not in force',
    'No version of this procedure is in force today (Decree 61/2018 art. 16); look it up in the catalogue.',
    'Thủ tục này hiện không có phiên bản nào có hiệu lực (Nghị định 61/2018, Điều 16); hãy tra cứu danh mục.',
  ),
  'dossier:channel-not-allowed': row(
    422,
    'after-change',
    'Channel not allowed',
    'The procedure is not submitted in this way (Decree 61/2018 art. 16, Decree 118/2025 art. 17).',
    'Thủ tục không nhận hồ sơ theo cách thức này (Nghị định 61/2018, Điều 16; Nghị định 118/2025, Điều 17).',
  ),
  'dossier:proxy-not-named': row(
    422,
    'after-change',
    'Proxy not named',
    'The channel `proxy` names who stands for the applicant in `proxyRef`, any other one does not (Decree 61/2018 art. 16).',
    'Nộp theo ủy quyền phải có `proxyRef`, cách thức khác thì không (Nghị định 61/2018, Điều 16).',
  ),
  'dossier:unknown-component': row(
    422,
    'after-change',
    'Unknown component',
    'The version of the procedure has no such component; `about.components` names them. Nothing else may be asked for.',
    'Thủ tục không có thành phần hồ sơ này; xem `about.components`. Không được yêu cầu thêm giấy tờ khác.',
  ),
  'dossier:reused-component-not-found': row(
    422,
    'after-change',
    'Nothing to reuse',
    'No earlier dossier of this applicant has the component or the result with this hash; `about.components` names them.',
    'Không có hồ sơ trước của người nộp chứa thành phần hoặc kết quả với mã băm này; xem `about.components`.',
  ),
  'dossier:component-not-uploaded': row(
    422,
    'after-change',
    'Component not uploaded',
    'Your agency uploaded no file with this hash; scan and upload it first (Decree 61/2018 art. 17(1)). ' +
      '`about.components` names them.',
    'Cơ quan bạn chưa tải lên tệp có mã băm này; hãy số hóa và tải lên trước (Nghị định 61/2018, Điều 17 khoản 1). ' +
      'Xem `about.components`.',
  ),
  'dossier:component-content-missing': row(
    422,
    'after-change',
    'File of a component gone',
    'The file of what was given before is not kept here, or was put aside as damaged; scan and upload it anew ' +
      '(Decree 61/2018 art. 17(1)). `about.components` names them.',
    'Tệp của thành phần đã nộp trước không còn được lưu hoặc đã bị hỏng; hãy số hóa và tải lên lại (Nghị định ' +
      '61/2018, Điều 17 khoản 1). Xem `about.components`.',
  ),
  'dossier:linked-dossier-not-found': row(
    422,
    'after-change',
    'Linked dossier not found',
    'The dossier named in `linkedTo` is not known here: the agency never held it, nor was it offered or asked about it.',
    'Không tìm thấy hồ sơ nêu trong `linkedTo`: cơ quan chưa từng giữ, được chuyển hoặc được hỏi về hồ sơ đó.',
  ),
  'dossier:component-missing': row(
    409,
    'after-change',
    'Component missing',
    'A mandatory component is missing, so the dossier is not accepted (Decree 61/2018 art. 17(1)); guide the applicant, ' +
      'once, or refuse it. `about.components` names them.',
    'Thiếu thành phần hồ sơ bắt buộc nên chưa được tiếp nhận (Nghị định 61/2018, Điều 17 khoản 1); hãy hướng dẫn một ' +
      'lần hoặc từ chối. Xem `about.components`.',
  ),
  'dossier:original-missing': row(
    409,
    'after-change',
    'Original missing',
    'Fewer paper originals are here than the procedure wants (Decree 61/2018 art. 17(1)); `about.components` names them.',
    'Thiếu bản chính so với quy định của thủ tục (Nghị định 61/2018, Điều 17 khoản 1); xem `about.components`.',
  ),
  'dossier:not-by-post': row(
    409,
    'never',
    'Not by post',
    'Only what comes by post has a hand-over record (Decision 45/2016 art. 7(4)).',
    'Chỉ hồ sơ gửi qua bưu chính mới có biên bản giao nhận (Quyết định 45/2016, Điều 7 khoản 4).',
  ),
  'dossier:postal-handover-already-recorded': row(
    409,
    'never',
    'Hand-over recorded already',
    'The record of the postal hand-over stands already; `about.handedOverAt` is the legal time.',
    'Biên bản giao nhận bưu chính đã được ghi nhận; `about.handedOverAt` là thời điểm pháp lý.',
  ),
  'dossier:postal-handover-missing': row(
    409,
    'after-change',
    'Hand-over not recorded',
    'What came by post is accepted once its hand-over record is recorded: it is the legal time (Decision 45/2016 art. 7(4)).',
    'Hồ sơ gửi qua bưu chính chỉ được tiếp nhận sau khi ghi biên bản giao nhận (Quyết định 45/2016, Điều 7 khoản 4).',
  ),
  'dossier:handed-over-in-the-future': row(
    422,
    'after-change',
    'Handed over in the future',
    'The hand-over record is signed before it is recorded: `handedOverAt` lies in the future.',
    'Thời điểm giao nhận không được sau thời điểm ghi nhận.',
  ),
  'dossier:already-guided': row(
    409,
    'never',
    'Guided already',
    'At intake the applicant is guided once, completely (Decree 61/2018 art. 17, Decree 118/2025 art. 17(2)(a)).',
    'Khi tiếp nhận chỉ được hướng dẫn bổ sung một lần, đầy đủ (Nghị định 61/2018, Điều 17; Nghị định 118/2025, Điều 17).',
  ),
  'dossier:answer-date-passed': row(
    409,
    'after-change',
    'Answer date passed',
    'The last day to bring what is missing, `about.answerByDate`, has passed (Decree 61/2018 art. 17).',
    'Đã quá ngày cuối cùng để bổ sung, xem `about.answerByDate` (Nghị định 61/2018, Điều 17).',
  ),
  'dossier:day-book-full': row(
    409,
    'later',
    'Day book full',
    'The agency gave 9,999 dossier codes today (Circular 01/2018 art. 19); the next is given tomorrow.',
    'Cơ quan đã cấp đủ 9.999 mã hồ sơ trong ngày (Thông tư 01/2018, Điều 19); ngày mai cấp tiếp.',
  ),
  'dossier:calendar-year-not-covered': row(
    409,
    'later',
    'No work calendar',
    'The work calendar lacks the year `about.year`, so no deadline is computed; an operator publishes it.',
    'Lịch làm việc chưa có năm `about.year` nên không tính được thời hạn; cần công bố lịch.',
  ),
  'dossier:outside-the-route': row(
    409,
    'after-change',
    'Outside the route',
    'The route of the procedure does not lead there now (Decree 61/2018 art. 19(6)); `about.allowed` names whom it does.',
    'Quy trình của thủ tục không chuyển đến cơ quan này (Nghị định 61/2018, Điều 19 khoản 6); xem `about.allowed`.',
  ),
  'dossier:answer-incomplete': row(
    422,
    'after-change',
    'Answer incomplete',
    'Whoever takes a dossier over answers each component (Decree 61/2018 art. 18); `about.components` names those left out.',
    'Bên nhận phải trả lời từng thành phần hồ sơ (Nghị định 61/2018, Điều 18); `about.components` nêu phần còn thiếu.',
  ),
  'dossier:originals-miscounted': row(
    422,
    'after-change',
    'Originals miscounted',
    'Of what is accepted the giver offers another number of originals; count again or say that it is missing or wrong. ' +
      '`about.components` names them.',
    'Số bản chính nhận không khớp với số bên giao; hãy đếm lại hoặc ghi là thiếu hoặc sai. Xem `about.components`.',
  ),
  'dossier:not-at-this-stage': row(
    409,
    'never',
    'Not at this stage',
    'At the stage at which the dossier stands, `about.stage`, this is not done.',
    'Ở bước hiện tại của hồ sơ (`about.stage`) không thực hiện thao tác này.',
  ),
} as const satisfies ProblemTable;
