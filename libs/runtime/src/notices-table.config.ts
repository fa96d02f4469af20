import { integer, oneOf, optionalMailbox, optionalText, optionalUrl } from './setting-kinds.config';

const readBy = 'bus';
const connector = (what: string) =>
  `address of the connector that ${what}, which takes a POST of JSON for each; without it none is sent`;

/** How officers are told of what waits for them; part of the one table. */
export const noticeSettings = {
  smtpHost: optionalText({
    name: 'LIENTHONG_SMTP_HOST',
    description:
      'mail server that notices to officers go to; without it no mail is sent. Needs `LIENTHONG_MAIL_FROM`',
    readBy,
  }),
  smtpPort: integer({
    name: 'LIENTHONG_SMTP_PORT',
    default: 587,
    min: 1,
    max: 65_535,
    description: 'its port',
    readBy,
  }),
  smtpTls: oneOf(['starttls', 'implicit', 'none'], {
    name: 'LIENTHONG_SMTP_TLS',
    default: 'starttls',
    description:
      '`starttls` (nothing is sent without it), `implicit` from the first byte on, or `none`: for a server on this machine',
    readBy,
  }),
  smtpUser: optionalText({
    name: 'LIENTHONG_SMTP_USER',
    description: 'who logs in there; nobody does without it',
    readBy,
  }),
  smtpPassword: optionalText({
    name: 'LIENTHONG_SMTP_PASSWORD',
    description: 'its password',
    readBy,
    secret: true,
  }),
  mailFrom: optionalMailbox({
    name: 'LIENTHONG_MAIL_FROM',
    description: 'mailbox that notices come from',
    readBy,
  }),
  smsUrl: optionalUrl(['https', 'http'], {
    name: 'LIENTHONG_SMS_URL',
    description: connector('sends text messages'),
    readBy,
  }),
  smsToken: optionalText({
    name: 'LIENTHONG_SMS_TOKEN',
    description: 'token it is shown, as `Authorization: Bearer`',
    readBy,
    secret: true,
  }),
  zaloUrl: optionalUrl(['https', 'http'], {
    name: 'LIENTHONG_ZALO_URL',
    description: connector('sends messages by Zalo'),
    readBy,
  }),
  zaloToken: optionalText({
    name: 'LIENTHONG_ZALO_TOKEN',
    description: 'token it is shown',
    readBy,
    secret: true,
  }),
  consoleUrl: optionalUrl(['https', 'http'], {
    name: 'LIENTHONG_CONSOLE_URL',
    description:
      'where officers work; links in notices lead to `/documents/<id>` and `/dossiers/<id>` below it. Without it ' +
      '`LIENTHONG_PUBLIC_URL`',
    readBy,
  }),
} as const;
