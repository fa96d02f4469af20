/** What runs when it is opened although it is text, and how such a text is told from others. */
interface ScriptMark {
  readonly what:
    'batch' | 'PowerShell' | 'VBScript' | 'JScript' | 'HTA' | 'WSF' | 'shortcut' | 'settings' | 'installer';
  /** All somewhere in the text: forms that hardly anything but such a file has. */
  readonly anywhere?: readonly RegExp[];
  /** In the first line that is neither empty nor a comment: forms that may stand in a text about such files. */
  readonly first?: RegExp;
}

export type ScriptKind = ScriptMark['what'] | 'script';

/** Commands of cmd.exe in forms that no sentence begins with. */
const commands = [
  'cmd(?:\\.exe)?\\s+/[ckq]\\b',
  '(?:powershell|pwsh)(?:\\.exe)?\\s+(?:-\\w|["&])',
  '(?:mshta|wscript|cscript|rundll32|regsvr32)(?:\\.exe)?\\s+(?:[/"%]|\\S+[.:]\\S)',
  '(?:certutil|bitsadmin|schtasks|msiexec|taskkill|shutdown)(?:\\.exe)?\\s+[-/]\\w',
  'reg\\s+(?:add|delete|import)\\s+["%\\w]+\\\\',
  'net\\s+(?:user|localgroup|stop|start|use)\\s.*(?:/\\w|"|\\\\)',
  '(?:del|rd|rmdir|copy|xcopy|move|erase)\\s+/[a-z]\\b',
  '(?:start|pushd|xcopy|robocopy|icacls|takeown)\\s+(?:["%]|/\\w|\\w:\\\\|\\\\\\\\)',
  'setlocal\\b',
  'setx?\\s+(?:/[ap]\\s+)?\\w+=',
  'chcp\\s+\\d',
  'attrib\\s+[-+][a-z]\\b',
  'if\\s+(?:not\\s+)?(?:exist\\s+["%]|errorlevel\\s+\\d)',
].join('|');
const quiet =
  'rem|cls|set|setlocal|title|if|for|start|call|cd|pushd|chcp|mode|color|powershell|cmd|reg|del|copy|mkdir|md|' +
  'goto|cscript|wscript|mshta|net|ping|timeout|pause|exit|xcopy';
const verbs = 'get|set|new|remove|add|invoke|start|stop|import|export|write|read|copy|move|clear|register';
const nouns =
  'item|itemproperty|content|childitem|process|object|service|location|variable|host|output|webrequest|restmethod|' +
  'expression|command|module|executionpolicy|wmiobject|ciminstance|mppreference|scheduledtask|type|alias|date|random|' +
  'credential|bitstransfer|localuser|aduser|eventlog|job|csv|clixml';

const marks: readonly ScriptMark[] = [
  {
    what: 'batch',
    anywhere: [/^[ \t]*@echo[ \t]+off\b/im],
  },
  {
    what: 'batch',
    first: new RegExp(`^@?(?:echo\\s+off\\b|${commands})|^@(?:echo|${quiet})(?:[\\s(.]|$)`, 'i'),
  },
  {
    what: 'PowerShell',
    anywhere: [/\b(?:iex|invoke-expression)\b/i, /net\.webclient|downloadstring|frombase64string/i],
  },
  {
    what: 'PowerShell',
    first: new RegExp(
      `^(?:param\\s*\\(|\\[cmdletbinding|#requires\\s|\\$\\w+(?::\\w+)?\\s*=|(?:iex|iwr)\\s)` +
        `|^(?:${verbs})-(?:${nouns})\\b`,
      'i',
    ),
  },
  { what: 'VBScript', anywhere: [/\bcreateobject[ \t]*\([ \t]*["'][\w.]+["']/i] },
  {
    what: 'VBScript',
    anywhere: [/\bwscript[ \t]*\.[ \t]*(?:shell|echo|sleep|quit|arguments|createobject)\b/i],
  },
  {
    what: 'VBScript',
    first: /^(?:option\s+explicit\s*$|on\s+error\s+resume\s+next|msgbox\s*[("]|execute(?:global)?\s*\()/i,
  },
  {
    what: 'VBScript',
    anywhere: [
      /^[ \t]*dim[ \t]+\w/im,
      /^[ \t]*(?:set[ \t]+\w+[ \t]*=|msgbox\b|end[ \t]+(?:sub|if|function)[ \t]*$)/im,
    ],
  },
  { what: 'JScript', anywhere: [/\bnew[ \t]+activexobject[ \t]*\(/i] },
  {
    what: 'JScript',
    first: /^(?:(?:var|let|const)\s+[\w$]+\s*[=;]|(?:async\s+|[!+(]\s*)?function\s*[\w$]*\s*\(|eval\s*\()/,
  },
  { what: 'JScript', first: /^["']use strict["']/ },
  { what: 'HTA', anywhere: [/<hta:application\b/i] },
  { what: 'HTA', anywhere: [/<script[^>]{1,300}\bvbscript\b/i] },
  { what: 'WSF', anywhere: [/<job\b/i, /<script\b/i] },
  { what: 'WSF', anywhere: [/<(?:scriptlet|component)\b/i, /<(?:script|registration)\b/i] },
  { what: 'shortcut', anywhere: [/^[ \t]*\[(?:internetshortcut|desktop entry)\][ \t]*\r?$/im] },
  { what: 'shortcut', anywhere: [/^[ \t]*\[shell\][ \t]*\r?$/im, /^[ \t]*(?:command|iconfile)[ \t]*=/im] },
  { what: 'settings', first: /^(?:regedit4|windows registry editor version)\b/i },
  { what: 'settings', anywhere: [/^[ \t]*signature[ \t]*=[ \t]*"?\$(?:chicago|windows nt|windows 95)\$/im] },
  { what: 'settings', anywhere: [/<(?:pcsettings|mmc_consolefile)\b/i] },
  { what: 'installer', anywhere: [/<jnlp\b/i] },
  { what: 'installer', anywhere: [/<assembly\b/i, /<deployment\b/i] },
];

/** Comments of the languages above, and what is empty. */
const isPassedOver = (line: string): boolean => /^(?:$|'|::|#(?!requires)|\/\/|;|@?rem\b)/i.test(line);

const lineCharactersMax = 500;

/** Which kind of script a text is, or nothing: a script without any of these forms cannot be told from a text. */
export function scriptIn(text: string): ScriptKind | undefined {
  if (text.startsWith('#!')) return 'script';
  const lines = withoutBlocks(text).split(/\r\n|\r|\n/);
  const first = lines.map((line) => line.trim()).find((line) => !isPassedOver(line)) ?? '';
  const begins = first.slice(0, lineCharactersMax);
  return marks.find(({ anywhere, first: form }) =>
    form === undefined ? anywhere?.every((each) => each.test(text)) : form.test(begins),
  )?.what;
}

const blocks: readonly (readonly [string, string])[] = [
  ['<#', '#>'],
  ['/*', '*/'],
];

/** Comments that may stand before the first line of a script, however many there are. */
function withoutBlocks(text: string): string {
  let rest = text.trimStart();
  for (;;) {
    const block = blocks.find(([begin]) => rest.startsWith(begin));
    const end = block === undefined ? -1 : rest.indexOf(block[1], 2);
    if (end < 0) return rest;
    rest = rest.slice(end + 2).trimStart();
  }
}
