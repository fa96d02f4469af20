import type { LegEvent } from '@domain/leg/events';
import type { PublicFacts } from './public-fact';

interface Leg {
  readonly dossierId: string;
  readonly order: number;
  readonly agency: string;
  readonly oneStop: string;
  readonly lead: string;
}
const everyone = ({ agency, oneStop, lead }: Leg) => [agency, oneStop, lead];
const leg = ({ dossierId, order }: Leg) => `${dossierId}.${order}`;

/**
 * A leg is told to the agency that has it, and what becomes of it to the one-stop unit and the lead agency. Who watches
 * over it, whom the one-stop unit proposes in its place, and what its agency says lacks, stays inside.
 */
export const legPublic: PublicFacts<LegEvent> = {
  owner: 'dossiers',
  context: 'dossiers',
  facts: {
    LegOpened: {
      name: 'leg-opened',
      version: 1,
      en: 'The turn of an agency has come in an interlinked dossier: its own time begins.',
      vi: 'Đến lượt một cơ quan trong hồ sơ liên thông: thời hạn của cơ quan đó bắt đầu.',
      to: ({ agency }) => [agency],
      about: leg,
      fields: [
        'dossierId',
        'order',
        'agency',
        'oneStop',
        'lead',
        'mode',
        'task',
        'mandatory',
        'dueAt',
        'input',
      ],
    },
    LegAccepted: {
      name: 'leg-accepted',
      version: 1,
      en: 'The agency takes its leg on.',
      vi: 'Cơ quan đã nhận thực hiện bước liên thông.',
      to: everyone,
      about: leg,
      fields: ['dossierId', 'order', 'agency'],
    },
    LegReturned: {
      name: 'leg-returned',
      version: 1,
      en: 'The agency gives the leg back, and says why.',
      vi: 'Cơ quan trả lại bước liên thông, nêu lý do.',
      to: everyone,
      about: leg,
      fields: ['dossierId', 'order', 'agency', 'reason'],
    },
    LegResultDelivered: {
      name: 'leg-result-delivered',
      version: 1,
      en: 'The result of a leg went to whoever uses it next and to the one-stop unit.',
      vi: 'Kết quả của bước liên thông đã được gửi cho cơ quan sử dụng tiếp và bộ phận một cửa.',
      to: everyone,
      about: leg,
      fields: ['dossierId', 'order', 'agency', 'sha256', 'symbol'],
    },
    LegResultReturnedDown: {
      name: 'leg-result-returned-down',
      version: 1,
      en: 'The agency above returned the result of its leg to the one-stop unit.',
      vi: 'Cơ quan cấp trên đã trả kết quả bước liên thông cho bộ phận một cửa.',
      to: everyone,
      about: leg,
      fields: ['dossierId', 'order', 'agency', 'sha256', 'symbol'],
    },
    LegRefused: {
      name: 'leg-refused',
      version: 1,
      en: 'The agency refuses what its leg asks for.',
      vi: 'Cơ quan từ chối giải quyết bước liên thông.',
      to: everyone,
      about: leg,
      fields: ['dossierId', 'order', 'agency', 'reason'],
    },
    LegOverdueDeclared: {
      name: 'leg-overdue-declared',
      version: 1,
      en: 'The time of the agency that has the leg has passed.',
      vi: 'Cơ quan thực hiện bước liên thông đã quá hạn.',
      to: everyone,
      about: leg,
      fields: ['dossierId', 'order', 'agency', 'dueAt'],
    },
    LegPaused: {
      name: 'leg-paused',
      version: 1,
      en: 'The dossier waits for a supplement: the time of the leg stands still.',
      vi: 'Hồ sơ chờ bổ sung: thời hạn của bước liên thông tạm dừng.',
      to: everyone,
      about: leg,
      fields: ['dossierId', 'order', 'agency', 'since'],
    },
    LegResumed: {
      name: 'leg-resumed',
      version: 1,
      en: 'The supplement was accepted: the leg goes on.',
      vi: 'Hồ sơ đã được bổ sung: bước liên thông tiếp tục.',
      to: everyone,
      about: leg,
      fields: ['dossierId', 'order', 'agency', 'resumedAt', 'clock'],
    },
    LegDeadlineRecomputed: {
      name: 'leg-deadline-recomputed',
      version: 1,
      en: 'The time of a leg has another end.',
      vi: 'Thời hạn của bước liên thông đã được tính lại.',
      to: everyone,
      about: leg,
      fields: ['dossierId', 'order', 'agency', 'before', 'dueAt'],
    },
    LegRerouted: {
      name: 'leg-rerouted',
      version: 1,
      en: 'Another agency has the leg, with its whole time from now on.',
      vi: 'Bước liên thông đã chuyển cho cơ quan khác, tính lại toàn bộ thời hạn.',
      to: (data) => [data.to, ...everyone(data)],
      about: leg,
      fields: ['dossierId', 'order', 'agency', 'to', 'reason', 'dueAt'],
    },
    LegClosed: {
      name: 'leg-closed',
      version: 1,
      en: 'The dossier came to its end before the leg did.',
      vi: 'Hồ sơ đã kết thúc trước khi bước liên thông hoàn thành.',
      to: ({ agency }) => [agency],
      about: leg,
      fields: ['dossierId', 'order', 'agency', 'end'],
    },
    LegNotOpened: 'own-process',
    LegMonitoringShared: 'own-process',
    LegSupplementProposed: 'own-process',
    LegReroutingProposed: 'own-process',
  },
};
