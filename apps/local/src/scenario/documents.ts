/** How far a recipient's delivery gets in the day. */
export type DeliveryEnd = 'arrived' | 'refused' | 'received' | 'assigned' | 'started' | 'completed';

export interface DemoDocument {
  readonly from: string;
  readonly documentType: string;
  readonly subject: string;
  readonly urgency: 'normal' | 'urgent' | 'very-urgent' | 'flash';
  /** How far the document itself gets. */
  readonly until: 'draft' | 'signed' | 'numbered' | 'sealed' | 'registered' | 'issued';
  readonly deliveries: Readonly<Record<string, DeliveryEnd>>;
}

const issued = (
  from: string,
  documentType: string,
  subject: string,
  deliveries: DemoDocument['deliveries'],
  urgency: DemoDocument['urgency'] = 'normal',
): DemoDocument => ({ from, documentType, subject, urgency, until: 'issued', deliveries });

export const documents: readonly DemoDocument[] = [
  issued('H00', 'QD', 'Phê duyệt kế hoạch cải cách hành chính năm của tỉnh', {
    'H00.06': 'completed',
    'H00.07': 'started',
    'H00.21': 'received',
    'H00.22': 'arrived',
  }),
  issued('H00.01', 'CV', 'Đôn đốc báo cáo tiến độ giải ngân vốn đầu tư công', {
    'H00.02': 'completed',
    'H00.03': 'assigned',
  }),
  issued('H00.02', 'BC', 'Báo cáo tình hình thực hiện dự toán ngân sách quý III', {
    H00: 'received',
    'H00.01': 'completed',
  }),
  issued('H00.03', 'TTR', 'Đề nghị phê duyệt điều chỉnh quy hoạch chi tiết khu trung tâm', {
    H00: 'started',
  }),
  issued('H00.04', 'TB', 'Thông báo lịch kiểm tra công tác bảo vệ môi trường', {
    'H00.21': 'assigned',
    'H00.22': 'received',
    'H00.23': 'refused',
  }),
  issued('H00.05', 'HD', 'Hướng dẫn công tác hộ tịch tại cấp xã', {
    'H00.21': 'completed',
    'H00.22': 'completed',
    'H00.23': 'completed',
  }),
  issued('H00.06', 'KH', 'Kế hoạch tuyển dụng công chức năm', {
    'H00.02': 'received',
    'H00.05': 'assigned',
    H00: 'arrived',
  }),
  issued('H00.07', 'BC', 'Báo cáo kết quả giải quyết thủ tục hành chính trong tuần', {
    H00: 'completed',
    'H00.01': 'received',
  }),
  issued(
    'H00',
    'CD',
    'Ứng phó mưa lớn diện rộng trên địa bàn tỉnh',
    { 'H00.04': 'started', 'H00.21': 'started', 'H00.22': 'started', 'H00.23': 'started' },
    'flash',
  ),
  issued('H00.21', 'TTR', 'Đề nghị bổ sung kinh phí sửa chữa trường học', { 'H00.02': 'assigned' }),
  issued('H00.22', 'CV', 'Xin ý kiến về ranh giới thửa đất công', { 'H00.04': 'refused' }),
  issued('H00.23', 'BC', 'Báo cáo kết quả tiếp công dân trong tháng', {
    'H00.01': 'received',
    'H00.08': 'completed',
  }),
  issued(
    'H00.08',
    'TB',
    'Thông báo kế hoạch thanh tra chuyên đề',
    { 'H00.03': 'received', 'H00.04': 'received' },
    'urgent',
  ),
  issued('H00.01', 'GM', 'Họp giao ban công tác tuần', {
    'H00.02': 'completed',
    'H00.03': 'completed',
    'H00.04': 'received',
    'H00.05': 'arrived',
    'H00.06': 'completed',
  }),
  issued('H00.02', 'CV', 'Hướng dẫn quyết toán kinh phí cải cách hành chính', {
    'H00.06': 'started',
    'H00.07': 'arrived',
  }),
  issued('H00.03', 'CV', 'Trả lời kiến nghị về cấp phép xây dựng', { 'H00.21': 'refused' }),
  issued('H00.05', 'CV', 'Góp ý dự thảo quyết định quy phạm pháp luật', { 'H00.01': 'assigned' }, 'urgent'),
  issued('H00.06', 'QD', 'Điều động công chức hỗ trợ bộ phận một cửa', {
    'H00.07': 'completed',
    'H00.21': 'received',
  }),
  {
    from: 'H00.04',
    documentType: 'KH',
    subject: 'Kế hoạch trồng cây đầu xuân',
    urgency: 'normal',
    until: 'draft',
    deliveries: {},
  },
  {
    from: 'H00.02',
    documentType: 'QD',
    subject: 'Giao dự toán bổ sung',
    urgency: 'normal',
    until: 'numbered',
    deliveries: {},
  },
];

export const refusals = [
  { reasonCode: 'mis-sent', reason: 'Văn bản không thuộc địa bàn quản lý, đề nghị gửi đúng địa chỉ' },
  { reasonCode: 'not-competent', reason: 'Nội dung không thuộc thẩm quyền giải quyết của cơ quan' },
  { reasonCode: 'missing-part', reason: 'Thiếu phụ lục kèm theo văn bản' },
] as const;
