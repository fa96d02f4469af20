import type { LocalIssuer } from '@adapters/identity';
import { isAgencyCode } from '@domain/codes';
import { ToolRefused } from './tool';

type Subject = Parameters<LocalIssuer['issue']>[0];

const namePattern = /^[A-Za-z0-9._-]{1,64}$/;
const agenciesMax = 200;

/**
 * Whom the token of a carrier is for: the agencies asked for, else all that carriers serve in this house. It stands
 * under the first of them and is good for nobody else's deliveries.
 * @throws ToolRefused
 */
export function carrierSubject(name: string, asked: readonly string[], served: readonly string[]): Subject {
  if (!namePattern.test(name)) throw new ToolRefused('--carrier takes a name: 1 to 64 of A-Z a-z 0-9 . _ -');
  const bad = asked.filter((code) => !isAgencyCode(code));
  if (bad.length > 0) throw new ToolRefused(`Not an agency code: ${bad.join(', ')}`);
  if (served.length === 0) {
    throw new ToolRefused(
      'This house has no carriers: name the agencies they serve in LIENTHONG_CARRIED_AGENCIES and start it again',
    );
  }
  const unserved = asked.filter((code) => !served.includes(code));
  if (unserved.length > 0) {
    throw new ToolRefused(
      `No carrier serves ${unserved.join(', ')} in this house; LIENTHONG_CARRIED_AGENCIES is ${served.join(',')}`,
    );
  }
  const carries = [...new Set(asked.length === 0 ? served : asked)];
  const [agency] = carries;
  if (agency === undefined || carries.length > agenciesMax) {
    throw new ToolRefused(`A token is good for 1 to ${agenciesMax} agencies; name them`);
  }
  return { sub: name, agency, roles: ['AxisAdapter'], carries };
}
