import type { Caller } from '@contracts';

/** JSON in printable ASCII: header values are trimmed and may hold no line end, and names of files hold anything. */
export const callerHeaderText = (caller: Caller): string =>
  JSON.stringify(caller).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
