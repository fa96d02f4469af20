/**
 * Agency identifiers. `qd20` is Decision 20/2020/QĐ-TTg art. 4: at most 35 characters of dot, 0-9 and A-Z, level 1
 * first. `qcvn102` is QCVN 102:2016: 13 characters, level 1 last. One is never derived from the other: levels may be
 * skipped.
 */
export type CodeScheme = 'qd20' | 'qcvn102';

const qd20 = /^(?=.{3,35}$)[A-Y]\d{2}(\.[A-Z0-9]+)*$/;
const qcvn102 = /^\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}$/;

/** The scheme a code is written in, or nothing when it is no agency code at all. */
export function schemeOf(code: string): CodeScheme | undefined {
  if (qd20.test(code)) return 'qd20';
  return qcvn102.test(code) ? 'qcvn102' : undefined;
}

/** Either scheme, as one pattern for whoever describes it. */
export const agencyCodePattern = new RegExp(`${qd20.source}|${qcvn102.source}`);

export const isAgencyCode = (code: string): boolean => agencyCodePattern.test(code);

/** The code as one token of a NATS subject. Codes hold no `-`, so the way back is exact. */
export const agencyToken = (code: string): string => code.replaceAll('.', '-');
export const agencyOfToken = (token: string): string => token.replaceAll('-', '.');
