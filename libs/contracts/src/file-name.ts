import { holdsUnseen, isLine } from './text';

/**
 * Endings that Windows runs, or that make it run something else, when a file of that name is opened: programs,
 * installers, scripts, shortcuts, settings of the system (what Microsoft calls its "high-risk" file types).
 */
const programs = new RegExp(
  `\\.(?:${[
    'exe|dll|sys|scr|com|pif|bat|cmd|cpl|ocx|drv|xll|gadget|msi|msp|mst|msc|msu|msix|msixbundle|appx|appxbundle',
    'appinstaller|apk|jar|jnlp|xbap|air',
    'vb|vbs|vbe|js|jse|ws|wsf|wsh|wsc|sct|ps1|ps1xml|ps2|psc1|psc2|psd1|psm1|msh|hta|chm|hlp|sh',
    'lnk|url|website|desktop|scf|reg|inf|settingcontent-ms|application|appref-ms|search-ms|library-ms|diagcab',
  ].join('|')})$`,
  'i',
);

/**
 * The ending by which a file of this name runs when it is opened, in lower case; nothing when it does not. Windows
 * drops dots and spaces at the end of a name, and what follows a colon names a stream of the file before it.
 */
export const endingOfProgram = (name: string): string | undefined =>
  name
    .split(':')
    .map((part) =>
      programs
        .exec(part.replace(/[. ]+$/, ''))?.[0]
        .slice(1)
        .toLowerCase(),
    )
    .find((ending) => ending !== undefined);

export const isProgramName = (name: string): boolean => endingOfProgram(name) !== undefined;

/**
 * The name of a file as it may travel with a document: one line without anything hidden, not even within an emoji, and
 * no program by its last ending. What stands before the last ending is free: `v1.2.pdf`, `QĐ.15.docx`.
 */
export const isFileName = (name: string): boolean =>
  isLine(name) && !holdsUnseen(name) && !isProgramName(name);
