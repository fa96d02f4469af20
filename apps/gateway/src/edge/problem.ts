import {
  type FieldError,
  isProblemName,
  type ProblemName,
  problems,
  type Refused,
  type Retry,
} from '@contracts';
import { challenge } from './bearer-token';
import { type ErrorTold, errorTold } from './error-told';
import { limits } from './limits';

export const problemMediaType = 'application/problem+json';
const typePrefix = 'urn:lienthong:problem:';
export const problemType = (name: ProblemName): string => `${typePrefix}${name}`;
/** The name in the type of a problem document; nothing when it is none of ours. */
export function problemNameIn(type: unknown): ProblemName | undefined {
  if (typeof type !== 'string' || !type.startsWith(typePrefix)) return undefined;
  const name = type.slice(typePrefix.length);
  return isProblemName(name) ? name : undefined;
}
/** Where a type is explained: a URN says nothing of that by itself. */
export const problemPage = (name: ProblemName): string => `/problems/${problemType(name)}`;

/** A problem document, RFC 9457. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly detailVi: string;
  /** Path that was asked for. */
  readonly instance: string;
  readonly retry: Retry;
  readonly errors?: readonly ErrorTold[];
  readonly about?: Refused['about'];
}

interface Particulars {
  readonly errors?: readonly FieldError[] | undefined;
  readonly about?: Refused['about'] | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Logged, never answered. */
  readonly cause?: unknown;
}

const retryAfterSeconds = '2';
/** What the bearer of a token that holds may not: refused for who asks, not for what is asked about. */
const ofTheBearer: readonly ProblemName[] = ['request:role-not-allowed', 'request:importer-only'];

/** One row of the table, thrown at the edge and answered by the one filter. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly errors: readonly FieldError[] | undefined;
  readonly about: Refused['about'] | undefined;
  private readonly ownHeaders: Readonly<Record<string, string>>;

  constructor(
    readonly problem: ProblemName,
    { errors, about, headers = {}, cause }: Particulars = {},
  ) {
    super(problem, cause === undefined ? {} : { cause });
    this.errors = errors;
    this.about = about;
    this.ownHeaders = headers;
  }

  get status(): number {
    return problems[this.problem].status;
  }

  get headers(): Readonly<Record<string, string>> {
    return {
      ...(this.status === 503 || this.status === 504 ? { 'retry-after': retryAfterSeconds } : {}),
      ...(this.status === 401 ? challenge() : {}),
      ...(ofTheBearer.includes(this.problem)
        ? challenge('insufficient_scope', 'Who holds the token has no role that may do this')
        : {}),
      ...this.ownHeaders,
    };
  }

  document(instance: string): ProblemDocument {
    const { status, retry, title, detail, detailVi } = problems[this.problem];
    const told = this.errors?.slice(0, limits.errorsMax) ?? [];
    const errors = told.length === 0 ? {} : { errors: told.map((error) => errorTold(error, this.problem)) };
    const about = this.about === undefined ? {} : { about: this.about };
    const particulars = { ...errors, ...about };
    return {
      type: problemType(this.problem),
      title,
      status,
      detail,
      detailVi,
      instance,
      retry,
      ...particulars,
    };
  }
}

/** The refusal of a service as a problem. A refusal without a row is a defect of the table: its name is logged. */
export function problemOf({ context, refused, errors, about }: Refused): Problem {
  const name = `${context}:${refused}`;
  if (isProblemName(name)) return new Problem(name, { errors, about });
  const cause = new Error(`the refusal ${name} has no row in the table of problems`);
  return new Problem('service:failed', { cause });
}
