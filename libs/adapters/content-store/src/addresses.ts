import { isAgencyCode } from '@domain/codes';
import { NotAnAddress } from './failures';

export const sha256Pattern = /^[0-9a-f]{64}$/;

/** What is no address becomes no path. @throws NotAnAddress */
export function checkedSha256(text: string): string {
  if (!sha256Pattern.test(text)) throw new NotAnAddress(text);
  return text;
}

/** @throws NotAnAddress */
export function checkedAgency(text: string): string {
  if (!isAgencyCode(text)) throw new NotAnAddress(text);
  return text;
}
