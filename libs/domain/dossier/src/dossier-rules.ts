import { type Channel, channels, type RouteMode, routeModes } from '@domain/codes';
import { flag, listOf, oneOf, type SchemaOf, shape, text, whole } from '@domain/decider';

export interface Period {
  readonly amount: number;
  readonly unit: 'working-days' | 'working-hours' | 'calendar-days';
}
export type Convention = 'exactHours' | 'endOfDay';

/** What a procedure asks for, by the key that stays the same in all of its versions. */
export interface WantedComponent {
  readonly key: string;
  readonly name: string;
  readonly mandatory: boolean;
  /** Paper originals wanted; 0 when a copy or a file does. */
  readonly originals: number;
  readonly form?: string;
}

interface Route {
  readonly mode: RouteMode;
  readonly lead: string;
  readonly legs: readonly {
    readonly agency: string;
    readonly task: string;
    readonly time: Period;
    /** The dossier may go on without it once its agency refuses. */
    readonly optional?: boolean;
  }[];
}

/**
 * What of a version of its procedure a dossier lives by. It is kept in the dossier's own first fact: whatever becomes
 * of the procedure later, a dossier keeps the version it was submitted under.
 */
export interface DossierRules {
  readonly version: string;
  readonly name: string;
  readonly legalTime: Period;
  /** What the appointment is made by; never longer than the legal time. */
  readonly publishedTime: Period;
  readonly convention: Convention;
  readonly channels: readonly Channel[];
  readonly components: readonly WantedComponent[];
  /** Absent: any agency may be competent. */
  readonly route?: Route;
  readonly supplement: {
    readonly clock: 'restart' | 'resume';
    /** Requests at most while one agency has it. */
    readonly requestsMax: number;
    /** Working days the applicant is given to answer. */
    readonly answerDays: number;
  };
  /** Its result is a document of the registers. */
  readonly resultDocument?: boolean;
  readonly legalBasis: string;
}

/** One component as it was given: electronic, reused by its hash, on paper, or several of these. */
export interface GivenComponent {
  readonly key: string;
  /** Of the electronic part, lower-case hex. */
  readonly sha256?: string;
  /** What the citizen gave or got before, named by dossier, component and hash. */
  readonly reusedFrom?: { readonly dossierId: string; readonly key: string; readonly sha256: string };
  /** The result of an earlier dossier of the same applicant, which is handed in nowhere again. */
  readonly reusedResult?: { readonly dossierId: string; readonly sha256: string };
  /** Paper originals, counted at the counter. */
  readonly originals: number;
}

export const isSameGiven = (a: GivenComponent, b: GivenComponent): boolean =>
  a.key === b.key &&
  a.sha256 === b.sha256 &&
  a.originals === b.originals &&
  a.reusedFrom?.dossierId === b.reusedFrom?.dossierId &&
  a.reusedFrom?.key === b.reusedFrom?.key &&
  a.reusedFrom?.sha256 === b.reusedFrom?.sha256 &&
  a.reusedResult?.dossierId === b.reusedResult?.dossierId &&
  a.reusedResult?.sha256 === b.reusedResult?.sha256;

/** SHA-256 of its bytes, wherever they came from; nothing of what is there on paper alone. */
export const contentOf = ({ sha256, reusedFrom, reusedResult }: GivenComponent): string | undefined =>
  sha256 ?? reusedFrom?.sha256 ?? reusedResult?.sha256;

export const period: SchemaOf<Period> = shape({
  amount: whole,
  unit: oneOf('working-days', 'working-hours', 'calendar-days'),
});

export const dossierRules: SchemaOf<DossierRules> = shape(
  {
    version: text,
    name: text,
    legalTime: period,
    publishedTime: period,
    convention: oneOf('exactHours', 'endOfDay'),
    channels: listOf(oneOf(...channels)),
    components: listOf(shape({ key: text, name: text, mandatory: flag, originals: whole }, { form: text })),
    supplement: shape({ clock: oneOf('restart', 'resume'), requestsMax: whole, answerDays: whole }),
    legalBasis: text,
  },
  {
    route: shape({
      mode: oneOf(...routeModes),
      lead: text,
      legs: listOf(shape({ agency: text, task: text, time: period }, { optional: flag })),
    }),
    resultDocument: flag,
  },
);

export const givenComponents: SchemaOf<readonly GivenComponent[]> = listOf(
  shape(
    { key: text, originals: whole },
    {
      sha256: text,
      reusedFrom: shape({ dossierId: text, key: text, sha256: text }),
      reusedResult: shape({ dossierId: text, sha256: text }),
    },
  ),
);
