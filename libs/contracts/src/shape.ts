import { IsISO8601, Matches, type ValidationOptions } from 'class-validator';

type Shape = (options?: ValidationOptions) => PropertyDecorator;

const matching =
  (pattern: RegExp, message: string): Shape =>
  (options) =>
    Matches(pattern, { message, ...options });

/** The text has the form, and there is such a day. */
const onTheCalendar =
  (pattern: RegExp, message: string): Shape =>
  (options) =>
  (target, property) => {
    Matches(pattern, { message, ...options })(target, property);
    IsISO8601({ strict: true }, { message: 'must be a day of the calendar', ...options })(target, property);
  };

export const IsAgencyCode = matching(
  /^[0-9A-Z.]{3,35}$/,
  'must be an agency code such as H26.1: 3 to 35 of 0-9, A-Z and dots',
);
export const IsOfficerId = matching(
  /^[A-Za-z0-9._-]{1,64}$/,
  'must be the id of an officer: 1 to 64 of A-Z a-z 0-9 . _ -',
);
export const IsSha256 = matching(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hex, 64 characters');
export const IsMediaType = matching(
  /^[a-z0-9.+-]{1,64}\/[a-z0-9.+-]{1,64}$/,
  'must be a media type such as application/pdf',
);
export const IsAbbreviation = matching(/^[\p{L}\d]{1,20}$/u, 'must be 1 to 20 letters and digits');
export const IsDocumentTypeCode = matching(/^[A-Z]{2,5}$/, 'must be a document type code such as CV');
export const IsCodeScheme = matching(/^[a-z0-9-]{1,32}$/, 'must be 1 to 32 of a-z 0-9 -');
export const IsPosition = matching(/^\d{1,20}$/, 'must be a position: 1 to 20 digits');
export const IsLegalDate = onTheCalendar(/^\d{4}-\d{2}-\d{2}$/, 'must be a date YYYY-MM-DD');
export const IsInstant = onTheCalendar(
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/,
  'must be an instant in UTC with milliseconds, such as 2026-11-20T09:30:00.000Z',
);
