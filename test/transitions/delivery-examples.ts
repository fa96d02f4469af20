import { play } from '@domain/decider';
import {
  type CommandOf,
  type DeliveryCommand,
  deliveryDecider,
  type DeliveryEvent,
  type DeliveryState,
} from '@domain/delivery';

const documentId = '3f0c4b1e-7c9d-5a51-9f55-0a4c7e6a1d10';
const link = { documentId: '7d1f0c52-2a34-5b8e-8c11-5a0be0a3c9d2', agency: 'H26.1', symbol: '27/QĐ-UBND' };
const own = { documentId: '9a4e1b77-0c2d-5f3a-b6e8-1d2c3b4a5f60', agency: 'H26.2', symbol: '08/SNV' };

export const at = '2026-11-22T01:00:00.000Z';
export const ends = { documentId, from: 'H26.1', to: 'H26.2', at };

const sender = { by: 'H26.1', officer: 'vt.01', at };
const clerk = { by: 'H26.2', officer: 'vt.02', at };
const leader = { by: 'H26.2', officer: 'ld.02', at };
const specialist = { by: 'H26.2', officer: 'cv.02', at };
const carried = { reasonCode: 'timeout', reason: 'trục không trả lời' };

type Examples = { readonly [T in DeliveryCommand['type']]: CommandOf<T> };

/** One command of each kind, as it comes up on one delivery. */
export const examples: Examples = {
  RequestDelivery: {
    type: 'RequestDelivery',
    ...ends,
    symbol: '15/QĐ-UBND',
    documentType: 'QD',
    subject: 'Phê duyệt kế hoạch năm 2027',
    urgency: 'normal',
    contents: [{ sha256: 'a'.repeat(64), size: 1, mediaType: 'application/pdf', name: 'quyet-dinh.pdf' }],
    dueDate: '2026-12-10',
  },
  RecordDispatch: { type: 'RecordDispatch', carrier: 'axis', carrierId: 'axis-42', at },
  RecordAttemptFailure: { type: 'RecordAttemptFailure', attempt: 1, ...carried, at },
  RecordFailure: { type: 'RecordFailure', ...carried, at },
  RetryDelivery: { type: 'RetryDelivery', ...sender },
  CancelDelivery: { type: 'CancelDelivery', ...sender, reason: 'chọn nhầm nơi nhận' },
  RecordArrival: { type: 'RecordArrival', at },
  SuspectDuplicate: { type: 'SuspectDuplicate', grounds: 'number-and-symbol', earlier: link, at },
  DecideDuplicate: { type: 'DecideDuplicate', ...clerk, isDuplicate: false, reason: 'khác nội dung' },
  RefuseReceipt: { type: 'RefuseReceipt', ...clerk, reasonCode: 'mis-sent', reason: 'gửi nhầm nơi nhận' },
  AcceptReceipt: { type: 'AcceptReceipt', ...clerk, number: 12, bookYear: 2026 },
  AssignProcessing: {
    type: 'AssignProcessing',
    ...leader,
    assignee: 'cv.02',
    coordinating: ['cv.03'],
    opinion: 'Tham mưu trả lời',
    dueDate: '2026-12-01',
  },
  ReassignProcessing: {
    type: 'ReassignProcessing',
    ...leader,
    assignee: 'cv.03',
    coordinating: [],
    reason: 'chuyên viên đi công tác',
  },
  StartProcessing: { type: 'StartProcessing', ...specialist },
  CompleteProcessing: {
    type: 'CompleteProcessing',
    ...specialist,
    result: 'đã trả lời',
    reply: { ...own, issued: true, answers: [documentId] },
  },
  RequestRecall: { type: 'RequestRecall', ...sender, form: 'take-back', reason: 'ban hành nhầm' },
  WithdrawRecallRequest: { type: 'WithdrawRecallRequest', ...sender, reason: 'giữ nguyên văn bản' },
  AgreeToRecall: { type: 'AgreeToRecall', ...clerk },
  RefuseRecall: { type: 'RefuseRecall', ...clerk, reason: 'đã thi hành' },
  CloseRecallDispute: { type: 'CloseRecallDispute', ...sender, outcome: 'kept', decision: '12/TB-UBND' },
  RequestUpdate: { type: 'RequestUpdate', ...sender, changes: { dueDate: '2026-12-20' }, reason: 'gia hạn' },
  AgreeToUpdate: { type: 'AgreeToUpdate', ...clerk },
  RefuseUpdate: { type: 'RefuseUpdate', ...clerk, reason: 'đã xử lý xong' },
  SupersedeDocument: { type: 'SupersedeDocument', ...clerk, replacement: link, replacementAccepted: true },
  RecordStatus: {
    type: 'RecordStatus',
    statusCode: '03',
    toldAt: '2026-11-22T00:59:00.000Z',
    officer: 'axis',
    at,
  },
  RecordSilence: {
    type: 'RecordSilence',
    silence: 'AcknowledgementOverdue',
    dueAt: '2026-11-22T00:30:00.000Z',
    since: at,
    calendarVersion: 'vn-2026',
    at,
  },
};

const queued = [examples.RequestDelivery];
const arrived = [...queued, examples.RecordArrival];
const accepted = [...arrived, examples.AcceptReceipt];
const assigned = [...accepted, examples.AssignProcessing];
const inProcess = [...assigned, examples.StartProcessing];

/** The usual way to each state. */
export const ways: Readonly<Record<DeliveryState['status'], readonly DeliveryCommand[]>> = {
  absent: [],
  Queued: queued,
  InTransit: [...queued, examples.RecordDispatch],
  Failed: [...queued, examples.RecordFailure],
  Arrived: arrived,
  Refused: [...arrived, examples.RefuseReceipt],
  Accepted: accepted,
  Assigned: assigned,
  InProcess: inProcess,
  Completed: [...inProcess, examples.CompleteProcessing],
  RecallPending: [...inProcess, examples.RequestRecall],
  RecallDisputed: [...inProcess, examples.RequestRecall, examples.RefuseRecall],
  UpdatePending: [...inProcess, examples.RequestUpdate],
  Cancelled: [...inProcess, examples.RequestRecall, examples.AgreeToRecall],
  Superseded: [...inProcess, examples.SupersedeDocument],
};

type Life = { readonly events: readonly DeliveryEvent[]; readonly state: DeliveryState };

/** A delivery that came to each state on the usual way. */
export const lives = Object.fromEntries(
  Object.entries(ways).map(([status, commands]): [string, Life] => [
    status,
    play<DeliveryCommand, DeliveryEvent, DeliveryState, string>(deliveryDecider, commands),
  ]),
) as Readonly<Record<DeliveryState['status'], Life>>;
