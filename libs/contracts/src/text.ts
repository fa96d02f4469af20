/**
 * Nothing is seen of it, or it changes how its neighbours are read: zero width spaces and joiners, bidi controls (UTR
 * 36, 3.1), soft hyphens, fillers, variation selectors, tags (UTS 39, 3.1: `Default_Ignorable`), noncharacters. None is
 * written in Vietnamese: its marks are letters of their own or combining marks, which stay.
 */
const hidden = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/u;
/** Signs that joiners and selectors are part of: the closed list of UTS 51, and one selector too many. */
const emoji = new RegExp('\\p{Emoji_Presentation}[\\ufe0e\\ufe0f]|\\p{RGI_Emoji}', 'gv');
const breaksLine = /[\p{Cc}\p{Zl}\p{Zp}]/u;
/** A letter, a digit or a sign with a shape of its own; two of them have none. */
const seen = /(?![\u2800\u{1d159}])[\p{L}\p{N}\p{P}\p{S}\p{Co}]/u;

/** Characters that nobody sees as such, those within an emoji too. */
export const holdsUnseen = (text: string): boolean => hidden.test(text);

/** Characters that nobody sees, or that show a text otherwise than it stands; nowhere allowed. */
export const holdsHidden = (text: string): boolean =>
  holdsUnseen(text) && holdsUnseen(text.replace(emoji, '\u25a1'));

/** There is nothing to read in it. */
export const isBlank = (text: string): boolean => !seen.test(text);

/**
 * One line to read: no line break, tab or other control character, which a spreadsheet or a log would take for the end
 * of its cell or line (OWASP, CSV injection); nothing hidden, not blank.
 */
export const isLine = (text: string): boolean =>
  !breaksLine.test(text) && !holdsHidden(text) && !isBlank(text);

/** The same over several lines, with tabs. */
export const isProse = (text: string): boolean => isLine(text.replace(/[\t\n\r\u2028\u2029]/g, ' '));
