/**
 * Which names of media types mean the same bytes. What bytes were found to be is one of: a type that bytes bear a mark
 * of, `text/plain`, `application/xml`, or `application/octet-stream` for what bears no known mark.
 */
export const unmarked = {
  text: 'text/plain',
  xml: 'application/xml',
  other: 'application/octet-stream',
} as const;

const otherNames: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'text/xml': 'application/xml',
  'application/edxml': 'application/xml',
  'application/x-zip-compressed': 'application/zip',
  'application/x-zip': 'application/zip',
  'application/x-pdf': 'application/pdf',
  'text/rtf': 'application/rtf',
  'application/msword': 'application/x-cfb',
  'application/vnd.ms-excel': 'application/x-cfb',
  'application/vnd.ms-powerpoint': 'application/x-cfb',
  'application/vnd.ms-outlook': 'application/x-cfb',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.template':
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.template':
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.template':
    'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.openxmlformats-officedocument.presentationml.slideshow':
    'application/vnd.openxmlformats-officedocument.presentationml.presentation',
};

/**
 * Whether bytes that were found to be `found` may be called `declared`; `application/octet-stream` says nothing of
 * them and is always true. `isMarked` tells of which types bytes bear a mark, so that its absence says something.
 */
export function mayBeCalled(declared: string, found: string, isMarked: (type: string) => boolean): boolean {
  const plain = declared.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (plain === '' || plain === unmarked.other) return true;
  const meant = otherNames[plain] ?? plain;
  if (meant === found) return true;
  if (meant === unmarked.xml || meant.endsWith('+xml')) return found === unmarked.xml;
  const isText = found === unmarked.text || found === unmarked.xml;
  if (meant.startsWith('text/') || meant === 'application/json' || meant.endsWith('+json')) return isText;
  if (meant.endsWith('+zip')) return found === 'application/zip';
  return (isText || found === unmarked.other) && !isMarked(meant);
}
