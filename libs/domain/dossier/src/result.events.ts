import type { NumberedDocument, ResultOutcome, ReturnChannel } from '@domain/codes';
import type { Whose } from './intake.events';

export type ResultEvent =
  | {
      readonly type: 'ResultProposed';
      readonly data: Whose & { readonly outcome: ResultOutcome; readonly appraisal: string };
    }
  | { readonly type: 'ApprovalDenied'; readonly data: Whose & { readonly reason: string } }
  | {
      readonly type: 'ResultApproved';
      readonly data: Whose & {
        readonly outcome: ResultOutcome;
        /** Of the signed result, lower-case hex. */
        readonly sha256: string;
        /** SHA-256 of the personal certificate, lower-case hex. */
        readonly certificate: string;
        /** Of a refusal, as its form says it. */
        readonly reason?: string;
      };
    }
  | {
      readonly type: 'ResultNumbered';
      readonly data: Whose & {
        readonly symbol: string;
        readonly documentDate: string;
        /** Which it is among the documents of the agency; absent of a number that was told. */
        readonly document?: NumberedDocument;
      };
    }
  | { readonly type: 'ResultSealed'; readonly data: Whose & { readonly certificate: string } }
  | {
      /** The end of processing: whether it was on time is measured by this instant. */
      readonly type: 'ResultForwardedToOneStop';
      readonly data: Whose & { readonly to: string; readonly finishedAt: string };
    }
  | {
      readonly type: 'ResultReturned';
      readonly data: Whose & {
        readonly channel: ReturnChannel;
        /** Reference of who took it for the applicant. */
        readonly proxyRef?: string;
        /** Number of the slip it was posted with. */
        readonly slip?: string;
      };
    }
  | {
      readonly type: 'ResultCorrected';
      readonly data: Whose & {
        readonly sha256: string;
        readonly symbol: string;
        readonly reason: string;
        /** The document that is the new result. */
        readonly documentId?: string;
      };
    }
  | { readonly type: 'DossierArchived'; readonly data: Whose };
