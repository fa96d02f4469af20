/** `later`: the same request may succeed; `after-change`: another request may; `never`: leave it. */
export type Retry = 'never' | 'later' | 'after-change';

export interface ProblemRow {
  readonly status: number;
  readonly retry: Retry;
  readonly title: string;
  /** What is wrong and what to do, for whoever calls. */
  readonly detail: string;
  /** The same for officials. */
  readonly detailVi: string;
}

export type ProblemTable = Readonly<Record<`${string}:${string}`, ProblemRow>>;

export const row = (
  status: number,
  retry: Retry,
  title: string,
  detail: string,
  detailVi: string,
): ProblemRow => ({
  status,
  retry,
  title,
  detail,
  detailVi,
});
