import type { CodeScheme, Role, Tier } from '@domain/codes';

export type AgencyEvent =
  | {
      readonly type: 'AgencyRegistered';
      readonly data: {
        readonly code: string;
        readonly scheme: CodeScheme;
        readonly name: string;
        /** Stands in document symbols: `UBND` in `15/QĐ-UBND`. */
        readonly abbreviation: string;
        readonly tier: Tier;
        /** Code of the agency above; absent at the top. */
        readonly parent?: string;
        readonly at: string;
      };
    }
  | {
      readonly type: 'OfficerAppointed';
      readonly data: {
        readonly agency: string;
        /** Id of the officer, the subject of their tokens; never a name. */
        readonly officer: string;
        readonly displayName: string;
        readonly roles: readonly Role[];
        readonly at: string;
      };
    };
