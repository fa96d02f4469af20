const dayMs = 24 * 60 * 60 * 1000;
const startMs = (date: string): number => Date.parse(`${date}T00:00:00.000+07:00`);

/** Later than every instant. */
const never = '9999';

/** The instants of local days (Asia/Ho_Chi_Minh), both included, as `from` ≤ instant < `before`. */
export const instantsOf = ({
  fromDate,
  toDate,
}: {
  readonly fromDate?: string;
  readonly toDate?: string;
}) => ({
  from: fromDate === undefined ? '' : new Date(startMs(fromDate)).toISOString(),
  before: toDate === undefined ? never : new Date(startMs(toDate) + dayMs).toISOString(),
});
