/** Nothing is seen of it, or it changes how its neighbours are read: bidi controls, fillers, selectors, tags. */
const hidden = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/u;
const breaksLine = /[\p{Cc}\p{Zl}\p{Zp}]/u;
/** A letter, a digit or a sign with a shape of its own; two of them have none. */
const seen = /(?![\u2800\u{1d159}])[\p{L}\p{N}\p{P}\p{S}\p{Co}]/u;

/** Characters that nobody sees, or that show a text otherwise than it stands; nowhere allowed. */
export const holdsHidden = (text: string): boolean => hidden.test(text);

/** There is nothing to read in it. */
export const isBlank = (text: string): boolean => !seen.test(text);

/** One line to read: no line break, tab or other control character, nothing hidden, not blank. */
export const isLine = (text: string): boolean =>
  !breaksLine.test(text) && !holdsHidden(text) && !isBlank(text);

/** The same over several lines, with tabs. */
export const isProse = (text: string): boolean => isLine(text.replace(/[\t\n\r\u2028\u2029]/g, ' '));
