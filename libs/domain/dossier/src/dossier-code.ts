/** Where a dossier stands among those its agency accepted on a day. */
export interface DayOrder {
  readonly agency: string;
  /** Local day, YYYY-MM-DD. */
  readonly localDate: string;
  readonly order: number;
}

/**
 * How each scheme writes a dossier code; a new rule is a new row, and codes of before stay as they are. `tt01-2018`:
 * Circular 01/2018 art. 19, with the code of the agency as the directory has it.
 */
const codeSchemes = {
  'tt01-2018': ({ agency, localDate, order }: DayOrder): string =>
    [agency, localDate.slice(2).replaceAll('-', ''), String(order).padStart(4, '0')].join('-'),
} as const;
export type CodeScheme = keyof typeof codeSchemes;

export const codeOf = (scheme: CodeScheme, day: DayOrder) => ({ scheme, value: codeSchemes[scheme](day) });
