import type { Role } from '@domain/codes';
import { command, get, operationsOf, post, query } from '../operation';
import type { ProblemName } from '../problems';
import { OneQuery } from '../questions.dto';
import { subject } from '../subject';
import { webhookKeyRotated, webhooksPage, webhookSubscribed, webhookView } from './webhooks.answers';
import {
  EndSendingBody,
  ResumeWebhookBody,
  RotateWebhookKeyBody,
  SubscribeWebhookBody,
  TestWebhookBody,
  WebhooksQuery,
  WebhookTarget,
} from './webhooks.bodies.dto';

/** Who answers for the systems of an agency; operators look after those of all. */
const keepers: readonly Role[] = ['Leader', 'Operator'];

const writing: readonly ProblemName[] = [
  'webhook:not-found',
  'webhook:idempotency-key-reused',
  'webhook:occurred-before-history',
];

/** Public events of an agency, sent to its own systems. */
export const webhookOperations = operationsOf('webhooks', {
  subscribeWebhook: command({
    subject: subject('bus', 'subscribe-webhook', 'v1'),
    route: post('/webhooks'),
    allow: keepers,
    body: SubscribeWebhookBody,
    answer: webhookSubscribed,
    location: '/webhooks/{webhookId}',
    en: 'Have the public messages of the agency sent to a system',
    vi: 'Đăng ký gửi thông điệp công khai của cơ quan đến một hệ thống',
    refusals: [
      'webhook:idempotency-key-reused',
      'webhook:url-not-allowed',
      'webhook:unknown-type',
      'webhook:too-many-webhooks',
    ],
  }),
  listWebhooks: query({
    subject: subject('bus', 'webhooks', 'v1'),
    route: get('/webhooks'),
    allow: keepers,
    body: WebhooksQuery,
    answer: webhooksPage,
    en: 'Webhooks of the agency; operators see those of all',
    vi: 'Các webhook của cơ quan; quản trị vận hành thấy của mọi cơ quan',
  }),
  getWebhook: query({
    subject: subject('bus', 'webhook', 'v1'),
    route: get('/webhooks/{webhookId}'),
    allow: keepers,
    target: WebhookTarget,
    body: OneQuery,
    answer: webhookView,
    en: 'One webhook, where it stands and what became of its last messages',
    vi: 'Một webhook: tình trạng và kết quả các lần gửi gần nhất',
    refusals: ['webhook:not-found'],
  }),
  rotateWebhookKey: command({
    subject: subject('bus', 'rotate-webhook-key', 'v1'),
    route: post('/webhooks/{webhookId}/keys'),
    allow: keepers,
    target: WebhookTarget,
    body: RotateWebhookKeyBody,
    answer: webhookKeyRotated,
    en: 'Sign with a new key, and with the one before for a while',
    vi: 'Đổi khóa ký, khóa cũ còn hiệu lực trong một thời gian',
    refusals: [...writing, 'webhook:rotation-under-way', 'webhook:ended'],
  }),
  testWebhook: command({
    subject: subject('bus', 'test-webhook', 'v1'),
    route: post('/webhooks/{webhookId}/tests'),
    allow: keepers,
    target: WebhookTarget,
    body: TestWebhookBody,
    en: 'Have a test sent, or the challenge again to a receiver that is not proven',
    vi: 'Gửi một thông điệp thử, hoặc gửi lại mã thử nếu máy nhận chưa xác nhận',
    refusals: [...writing, 'webhook:ended'],
  }),
  pauseWebhook: command({
    subject: subject('bus', 'pause-webhook', 'v1'),
    route: post('/webhooks/{webhookId}/pause'),
    allow: keepers,
    target: WebhookTarget,
    body: EndSendingBody,
    en: 'Send nothing until it is resumed',
    vi: 'Tạm dừng gửi cho đến khi được tiếp tục',
    refusals: [...writing, 'webhook:not-proven', 'webhook:not-sending', 'webhook:ended'],
  }),
  resumeWebhook: command({
    subject: subject('bus', 'resume-webhook', 'v1'),
    route: post('/webhooks/{webhookId}/resumption'),
    allow: keepers,
    target: WebhookTarget,
    body: ResumeWebhookBody,
    en: 'Send on, or send again what came after a number',
    vi: 'Tiếp tục gửi, hoặc gửi lại từ một số thứ tự',
    refusals: [
      ...writing,
      'webhook:not-proven',
      'webhook:already-sending',
      'webhook:number-not-reached',
      'webhook:ended',
    ],
  }),
  endWebhook: command({
    subject: subject('bus', 'end-webhook', 'v1'),
    route: post('/webhooks/{webhookId}/end'),
    allow: keepers,
    target: WebhookTarget,
    body: EndSendingBody,
    en: 'Send nothing there any more',
    vi: 'Kết thúc webhook',
    refusals: writing,
  }),
});
