/** One movement of a dossier; `to` is an agency code. */
export type DemoMove =
  | { readonly move: 'hand-over'; readonly to: string; readonly reason: string }
  | {
      readonly move: 'offer-and-return';
      readonly to: string;
      readonly reason: string;
      readonly because: string;
    }
  | {
      readonly move: 'offer-and-recall';
      readonly to: string;
      readonly reason: string;
      readonly because: string;
    }
  | { readonly move: 'offer'; readonly to: string; readonly reason: string }
  | { readonly move: 'work'; readonly activity: string }
  | { readonly move: 'complete'; readonly outcome: 'granted' | 'refused' | 'withdrawn' };

export interface DemoDossier {
  readonly openedAt: string;
  readonly procedure: string;
  readonly channel: 'online' | 'counter' | 'post';
  readonly moves: readonly DemoMove[];
}

const work = (activity: string): DemoMove => ({ move: 'work', activity });
const handOver = (to: string, reason: string): DemoMove => ({ move: 'hand-over', to, reason });
const back = (to = 'H00.07'): DemoMove => handOver(to, 'Trả kết quả về bộ phận một cửa');
const granted: DemoMove = { move: 'complete', outcome: 'granted' };

export const dossiers: readonly DemoDossier[] = [
  {
    openedAt: 'H00.07',
    procedure: 'demo.xay-dung.cap-phep',
    channel: 'online',
    moves: [
      work('Tiếp nhận hồ sơ'),
      {
        move: 'offer-and-return',
        to: 'H00.03',
        reason: 'Chuyển thẩm định',
        because: 'Thiếu bản vẽ mặt bằng',
      },
      work('Bổ sung bản vẽ mặt bằng'),
      handOver('H00.03', 'Chuyển thẩm định sau khi bổ sung'),
      work('Thẩm định hồ sơ'),
      back(),
      work('Trả kết quả'),
      granted,
    ],
  },
  {
    openedAt: 'H00.07',
    procedure: 'demo.dat-dai.chuyen-muc-dich',
    channel: 'counter',
    moves: [
      work('Tiếp nhận hồ sơ'),
      handOver('H00.04', 'Chuyển thẩm định'),
      work('Kiểm tra thực địa'),
      handOver('H00.21', 'Lấy ý kiến xác nhận tại phường'),
      work('Xác nhận hiện trạng'),
    ],
  },
  {
    openedAt: 'H00.21',
    procedure: 'demo.ho-tich.cai-chinh',
    channel: 'counter',
    moves: [
      work('Tiếp nhận hồ sơ'),
      handOver('H00.05', 'Xin ý kiến nghiệp vụ'),
      work('Trả lời nghiệp vụ'),
      back('H00.21'),
      granted,
    ],
  },
  {
    openedAt: 'H00.07',
    procedure: 'demo.ngan-sach.ho-tro',
    channel: 'post',
    moves: [
      work('Tiếp nhận hồ sơ'),
      { move: 'offer-and-recall', to: 'H00.03', reason: 'Chuyển thẩm định', because: 'Chuyển nhầm cơ quan' },
      handOver('H00.02', 'Chuyển thẩm định'),
      work('Thẩm định hồ sơ'),
    ],
  },
  {
    openedAt: 'H00.07',
    procedure: 'demo.moi-truong.cap-phep',
    channel: 'online',
    moves: [
      work('Tiếp nhận hồ sơ'),
      handOver('H00.04', 'Chuyển thẩm định'),
      work('Thẩm định hồ sơ'),
      back(),
      { move: 'complete', outcome: 'refused' },
    ],
  },
  {
    openedAt: 'H00.22',
    procedure: 'demo.nong-nghiep.ho-tro',
    channel: 'counter',
    moves: [work('Tiếp nhận hồ sơ'), { move: 'offer', to: 'H00.04', reason: 'Chuyển thẩm định' }],
  },
  {
    openedAt: 'H00.07',
    procedure: 'demo.noi-vu.khen-thuong',
    channel: 'online',
    moves: [
      work('Tiếp nhận hồ sơ'),
      handOver('H00.06', 'Chuyển thẩm định'),
      work('Thẩm định hồ sơ'),
      { move: 'offer', to: 'H00', reason: 'Trình phê duyệt' },
    ],
  },
  {
    openedAt: 'H00.23',
    procedure: 'demo.dat-dai.cap-giay',
    channel: 'counter',
    moves: [
      work('Tiếp nhận hồ sơ'),
      handOver('H00.07', 'Chuyển trung tâm'),
      handOver('H00.04', 'Chuyển thẩm định'),
      work('Thẩm định hồ sơ'),
      back(),
      back('H00.23'),
      granted,
    ],
  },
  {
    openedAt: 'H00.07',
    procedure: 'demo.tu-phap.ly-lich',
    channel: 'online',
    moves: [
      work('Tiếp nhận hồ sơ'),
      handOver('H00.05', 'Chuyển thẩm định'),
      { move: 'complete', outcome: 'withdrawn' },
    ],
  },
  {
    openedAt: 'H00.07',
    procedure: 'demo.xay-dung.nghiem-thu',
    channel: 'online',
    moves: [
      work('Tiếp nhận hồ sơ'),
      {
        move: 'offer-and-return',
        to: 'H00.03',
        reason: 'Chuyển thẩm định',
        because: 'Không thuộc thẩm quyền',
      },
      { move: 'offer', to: 'H00.04', reason: 'Chuyển cơ quan có thẩm quyền' },
    ],
  },
];
