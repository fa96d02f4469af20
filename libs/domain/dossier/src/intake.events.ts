import type { DossierLinkKind, SubmissionChannel } from '@domain/codes';
import type { Convention, DossierRules, GivenComponent } from './dossier-rules';

/** Every fact of the holder's own names its agency and officer. */
export interface Whose {
  readonly dossierId: string;
  readonly agency: string;
  readonly officer: string;
  readonly at: string;
}

/** An earlier dossier, and what this one is to it. */
interface DossierLink {
  readonly dossierId: string;
  readonly as: DossierLinkKind;
}

/** One component that is missing or wrong, and what is wanted instead. */
export interface Wanting {
  readonly key: string;
  readonly detail: string;
}

export type IntakeEvent =
  | {
      readonly type: 'DossierSubmitted';
      readonly data: Whose & {
        readonly procedure: string;
        readonly rules: DossierRules;
        readonly channel: SubmissionChannel;
        /** Reference of the applicant, a UUID; personal data of citizens stays outside. */
        readonly applicantRef: string;
        /** Reference of who stands for the applicant. */
        readonly proxyRef?: string;
        readonly components: readonly GivenComponent[];
        readonly linkedTo?: DossierLink;
      };
    }
  | {
      /** The record that postman and officer signed: the legal time of what comes by post. */
      readonly type: 'PostalHandoverRecorded';
      readonly data: Whose & {
        readonly handedOverAt: string;
        readonly slip: string;
        /** Number of the postman at the postal service. */
        readonly postman: string;
      };
    }
  | {
      readonly type: 'IntakeSupplementGuided';
      readonly data: Whose & {
        readonly wanting: readonly Wanting[];
        readonly reason: string;
        /** Last local day to bring it. */
        readonly answerByDate: string;
      };
    }
  | {
      readonly type: 'IntakeSupplementReceived';
      readonly data: Whose & { readonly components: readonly GivenComponent[] };
    }
  | {
      readonly type: 'AcceptanceRefused';
      readonly data: Whose & { readonly reason: string };
    }
  | {
      readonly type: 'DossierAccepted';
      readonly data: Whose & {
        readonly code: { readonly scheme: string; readonly value: string };
        /** Instant the clock began. */
        readonly startedAt: string;
        /** The appointment, by the published time. */
        readonly dueAt: string;
        readonly legalDueAt: string;
        readonly convention: Convention;
        readonly calendarVersion: string;
        /** Until when it is handed over to the competent agency: the 15:00 rule. */
        readonly handOverBy: string;
      };
    };
