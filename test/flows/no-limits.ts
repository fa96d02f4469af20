/** For tests and measurements that ask faster than people do; what the limits do has tests of its own. */
export const noLimits: NodeJS.ProcessEnv = Object.fromEntries(
  [
    'OFFICER_REQUESTS_MAX',
    'OFFICER_REQUESTS_PER_SECOND',
    'OFFICER_REQUESTS_BURST',
    'AGENCY_REQUESTS_MAX',
    'AGENCY_REQUESTS_PER_SECOND',
    'AGENCY_REQUESTS_BURST',
  ].map((name) => [`LIENTHONG_${name}`, '1000000']),
);
