import type { AgencyCard, AgencyDetails, AgencyListed } from '@contracts';
import { agency, at, list, maybe, oneOf, shape, text, uuid, type Schema } from './schema';

const agencyFields = {
  code: agency,
  scheme: oneOf('qd20', 'qcvn102'),
  name: text,
  abbreviation: text,
  tier: oneOf('province', 'district', 'commune'),
  parent: maybe(agency),
  officers: list(
    shape<AgencyCard['officers'][number]>({ officer: text, displayName: text, roles: list(text) }),
  ),
};
const yes: Schema = { type: 'boolean' };
const date: Schema = { type: 'string', format: 'date' };
const interval = { validFromDate: date, validToDate: maybe(date) };
const since = { fromDate: maybe(date), legalBasis: maybe(text) };
export const agencyListed = shape<AgencyListed>({ ...agencyFields, open: yes });
export const agencyDetails = shape<AgencyDetails>({
  ...agencyFields,
  open: yes,
  names: list(shape<AgencyDetails['names'][number]>({ name: text, abbreviation: text, ...since })),
  parents: list(shape<AgencyDetails['parents'][number]>({ parent: maybe(agency), ...since })),
  codes: list(
    shape<AgencyDetails['codes'][number]>({ scheme: oneOf('qd20', 'qcvn102'), value: text, ...interval }),
  ),
  predecessors: list(
    shape<AgencyDetails['predecessors'][number]>({ agency, effectiveDate: date, legalBasis: text }),
  ),
  closing: maybe(
    shape<NonNullable<AgencyDetails['closing']>>({
      how: oneOf('merged', 'split', 'dissolved'),
      successors: list(agency),
      effectiveDate: date,
      legalBasis: text,
      mailGoesTo: maybe(agency),
    }),
  ),
  delegations: list(
    shape<AgencyDetails['delegations'][number]>({
      delegationId: uuid,
      officer: text,
      authority: oneOf('KT', 'TM', 'TUQ', 'TL'),
      givenBy: text,
      ...interval,
      legalBasis: text,
      endedDate: maybe(date),
    }),
  ),
  certificates: list(
    shape<AgencyDetails['certificates'][number]>({
      certificate: text,
      officer: maybe(text),
      registeredAt: at,
      withdrawnAt: maybe(at),
    }),
  ),
});
