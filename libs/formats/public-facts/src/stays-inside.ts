import type { AgencyEvent } from '@domain/agency/events';
import type { ApplicantEvent } from '@domain/applicant/events';
import type { CalendarEvent } from '@domain/calendar';
import type { DaybookEvent } from '@domain/daybook/events';
import type { Fact } from '@domain/decider';
import type { HandoverEvent } from '@domain/handover/events';
import type { InstallationEvent } from '@domain/installation/events';
import type { LooksEvent } from '@domain/looks/events';
import type { NoticeEvent } from '@domain/notice/events';
import type { ProcedureEvent } from '@domain/procedure/events';
import type { RegisterEvent } from '@domain/register/events';
import type { SecrecyEvent } from '@domain/secrecy/events';
import type { SystemEvent } from '@domain/system/events';
import type { WebhookEvent } from '@domain/webhook/events';
import type { Inside } from './public-fact';

/** Every fact of a kind of stream nothing of which leaves: a new one is decided on, or this does not compile. */
type Stays<E extends Fact> = { readonly [T in E['type']]: Inside };

const agency: Stays<AgencyEvent> = {
  AgencyRegistered: 'directory',
  AgencyRenamed: 'directory',
  AgencyMoved: 'directory',
  AgencyClosed: 'directory',
  AgencySucceeded: 'directory',
  AgencyCodeAssigned: 'directory',
  OfficerAppointed: 'directory',
  OfficerDismissed: 'directory',
  AuthorityDelegated: 'directory',
  DelegationRevoked: 'directory',
  DeskLent: 'own-desk',
  DeskLentEnded: 'own-desk',
  CertificateRegistered: 'directory',
  CertificateWithdrawn: 'directory',
};
const applicant: Stays<ApplicantEvent> = {
  ApplicantRecorded: 'of-the-applicant',
  ApplicantRecognised: 'of-the-applicant',
  ApplicantChanged: 'of-the-applicant',
  ApplicantErased: 'of-the-applicant',
};
const calendar: Stays<CalendarEvent> = { CalendarPublished: 'directory', CalendarRevised: 'directory' };
const daybook: Stays<DaybookEvent> = {
  DayOrderGiven: 'own-book',
  HandOverSlipIssued: 'told-by-another-fact',
};
const handover: Stays<HandoverEvent> = { DeskHandedOver: 'own-desk', DeskTakenOver: 'own-desk' };
const installation: Stays<InstallationEvent> = {
  InstallationOpened: 'housekeeping',
  HistoryRenewed: 'housekeeping',
  PublicMappingExtended: 'housekeeping',
};
const looks: Stays<LooksEvent> = { LooksRecorded: 'secrecy' };
const notice: Stays<NoticeEvent> = {
  NoticesChosen: 'own-desk',
  NoticesEnded: 'own-desk',
  NoticesLapsed: 'own-desk',
  NoticeAddressRefused: 'own-desk',
};
const procedure: Stays<ProcedureEvent> = {
  ProcedureVersionIssued: 'directory',
  ProcedureAbolished: 'directory',
};
const register: Stays<RegisterEvent> = {
  BookOpened: 'own-book',
  NumberAllocated: 'own-book',
  NumberVoided: 'own-book',
  OutgoingPaperRecorded: 'own-book',
  IncomingPaperRecorded: 'own-book',
};
const secrecy: Stays<SecrecyEvent> = { SecretDocumentRefused: 'secrecy' };
const system: Stays<SystemEvent> = {
  SystemRegistered: 'of-connections',
  SystemApproved: 'of-connections',
  SystemRejected: 'of-connections',
  SystemKeyIssued: 'of-connections',
  SystemKeyRotated: 'of-connections',
  SystemKeyRevoked: 'of-connections',
  SystemRevoked: 'of-connections',
};
const webhook: Stays<WebhookEvent> = {
  WebhookSubscribed: 'of-connections',
  WebhookProven: 'of-connections',
  WebhookKeyRotated: 'of-connections',
  WebhookTestWanted: 'of-connections',
  WebhookPaused: 'of-connections',
  WebhookParked: 'of-connections',
  WebhookResumed: 'of-connections',
  WebhookEnded: 'of-connections',
  WebhookGone: 'of-connections',
};
/** Of what follows the facts: where it stands, and what it set aside. */
const followers = {
  CheckpointReached: 'housekeeping',
  EventParked: 'housekeeping',
  ParkedEventReplayed: 'housekeeping',
  ParkedEventSkipped: 'housekeeping',
  StreamHeldBack: 'housekeeping',
  StreamTakenUp: 'housekeeping',
} as const;

/** Kinds of streams nothing of which leaves, and why. */
export const staysInside: Readonly<Record<string, Readonly<Record<string, Inside>>>> = {
  agency,
  applicant,
  calendar,
  daybook,
  handover,
  installation,
  looks,
  notice,
  procedure,
  register,
  secrecy,
  system,
  webhook,
  followers,
};
