import { holdsUnseen, isLine } from './text';

/**
 * Endings that Windows runs, or that make it run something else, when a file of that name is opened: programs,
 * installers, scripts, shortcuts, settings of the system (what Microsoft calls its "high-risk" file types).
 */
const programs = new RegExp(
  `\\.(?:${[
    'exe|dll|scr|com|pif|bat|cmd|cpl|xll|gadget|msi|msp|mst|msc|msix|appx|appinstaller|apk|jar',
    'vb|vbs|vbe|js|jse|ws|wsf|wsh|wsc|sct|ps1|psm1|hta|chm|sh',
    'lnk|url|scf|reg|inf|settingcontent-ms|application',
  ].join('|')})$`,
  'i',
);

/**
 * Does a file of this name run when it is opened? Windows drops dots and spaces at the end of a name, and what follows
 * a colon names a stream of the file before it.
 */
export const isProgramName = (name: string): boolean =>
  name.split(':').some((part) => programs.test(part.replace(/[. ]+$/, '')));

/**
 * The name of a file as it may travel with a document: one line without anything hidden, not even within an emoji, and
 * no program by its last ending. What stands before the last ending is free: `v1.2.pdf`, `QĐ.15.docx`.
 */
export const isFileName = (name: string): boolean =>
  isLine(name) && !holdsUnseen(name) && !isProgramName(name);
