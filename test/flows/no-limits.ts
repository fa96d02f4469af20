const unbounded = [
  'OFFICER_REQUESTS_MAX',
  'OFFICER_REQUESTS_PER_SECOND',
  'OFFICER_REQUESTS_BURST',
  'AGENCY_REQUESTS_MAX',
  'AGENCY_REQUESTS_PER_SECOND',
  'AGENCY_REQUESTS_BURST',
  'OFFICER_UPLOADS_MAX',
  'AGENCY_RECIPIENTS_PER_DAY',
  'PUBLIC_LOOKS_PER_SECOND',
];

/**
 * For tests and measurements that ask faster than people do, on disks that may be small; what the limits do has tests
 * of its own.
 */
export const noLimits: NodeJS.ProcessEnv = {
  ...Object.fromEntries(unbounded.map((name) => [`LIENTHONG_${name}`, '1000000'])),
  LIENTHONG_DISK_RESERVE_BYTES: '0',
  LIENTHONG_DISK_RESERVE_PERCENT: '0',
};
