interface Issued {
  readonly recipients: readonly string[];
  /** Closed agencies among them, each with the open one at the end of its chain of successors. */
  readonly forwarded?: readonly { readonly from: string; readonly to: string }[];
}

/** One delivery that an issue brings about. */
export interface Addressed {
  readonly to: string;
  /** The closed agency that was written to in its place; absent when `to` was written to itself, too. */
  readonly addressedTo?: string;
  /** All closed agencies that were written to, whose successor `to` is. */
  readonly forwardedFrom: readonly string[];
}

/** Who gets a delivery of an issued document, and for whom: each recipient, or the successor of a closed one, once. */
export function deliveriesOf({ recipients, forwarded = [] }: Issued): readonly Addressed[] {
  const successors = new Map(forwarded.map(({ from, to }) => [from, to]));
  const receivers = [...new Set(recipients.map((code) => successors.get(code) ?? code))];
  return receivers.map((to) => {
    const forwardedFrom = recipients.filter((code) => code !== to && successors.get(code) === to);
    const [addressedTo] = recipients.includes(to) ? [] : forwardedFrom;
    return { to, forwardedFrom, ...(addressedTo === undefined ? {} : { addressedTo }) };
  });
}

/** Agencies that get a delivery. */
export const deliveredTo = (issued: Issued): readonly string[] => deliveriesOf(issued).map(({ to }) => to);
