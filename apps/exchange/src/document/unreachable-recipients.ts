import type { FieldError, RecipientsChecked } from '@contracts';

/** Closed recipients whose mail goes on to a successor, each with it. */
export const forwardedAmong = ({ closed }: RecipientsChecked) =>
  closed.flatMap(({ code, successor }) => (successor === undefined ? [] : [{ from: code, to: successor }]));

/** Closed recipients that nobody follows. */
export const deadEndsAmong = ({ closed }: RecipientsChecked): readonly string[] =>
  closed.flatMap(({ code, successor }) => (successor === undefined ? [code] : []));

/** Each recipient that cannot be written to, where the body names it. */
export function unreachableOnes(
  pointer: string,
  recipients: readonly string[],
  checked: RecipientsChecked,
): FieldError[] {
  const details = new Map([
    ...checked.unknown.map((code) => [code, `${code} is no agency`] as const),
    ...deadEndsAmong(checked).map((code) => [code, `${code} is closed and has no successor`] as const),
  ]);
  return recipients.flatMap((code, index) => {
    const detail = details.get(code);
    return detail === undefined ? [] : [{ pointer: `${pointer}/${index}`, detail }];
  });
}
