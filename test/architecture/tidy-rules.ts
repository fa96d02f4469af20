import { posix } from 'node:path';
import * as tsconfig from '../../tsconfig.json';
import type { SourceFile } from './tree';

type Tree = readonly SourceFile[];

/** One rule of order: where it is broken, and what to do instead. */
export interface TidyRule {
  readonly instead: string;
  /** `path` or `path:line` of everything that breaks it. */
  broken(tree: Tree): string[];
}

const isSource = (path: string): boolean => /^(apps|libs|test)\/.*\.(ts|mjs|cjs|sql)$/.test(path);
/** A line of nothing but text for people, which no formatter can break. */
const isSentence = (line: string): boolean =>
  /^\s*(\w+: |it\()?(['"`])[^$]* [^$]*\2[,;]?( [+]|, .*)?$/.test(line);
const isSpec = (path: string): boolean => path.endsWith('.spec.ts');
const isProgram = (path: string): boolean => /^(apps|libs)\/.*\.ts$/.test(path) && !isSpec(path);
const nameOf = (path: string): string => posix.basename(path);
const pathsOf = (tree: Tree, isBroken: (path: string) => boolean): string[] =>
  tree.map(({ path }) => path).filter(isBroken);

/** Lines that match, in files that are meant. */
const lines = (
  tree: Tree,
  isMeant: (path: string) => boolean,
  isBroken: (line: string) => boolean,
): string[] =>
  tree
    .filter(({ path }) => isMeant(path))
    .flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, i) => (isBroken(line) ? [`${path}:${i + 1}`] : [])),
    );

const stereotypes = [
  ...[
    'events',
    'decider',
    'codec',
    'policy',
    'dto',
    'controller',
    'command-handler',
    'query',
    'projection',
    'acts',
  ],
  ...[
    'public',
    'module',
    'spec',
    'int.spec',
    'house.spec',
    'reactor',
    'relay',
    'migration',
    'config',
    'guard',
    'filter',
    'main',
  ],
  'd',
];

const topLevelNames = [
  ...[
    'package.json',
    'tsconfig.json',
    'nest-cli.json',
    'apps',
    'libs',
    'test',
    'docker-compose.yml',
    'README.md',
  ],
  ...['package-lock.json', 'LICENSE', 'CHANGELOG.md'],
];

const doors = new Set(Object.values(tsconfig.compilerOptions.paths).flat());

/** Folders that answer for themselves: every app, every lib; the domain is one. */
const partOf = (path: string): string | undefined =>
  /^(apps\/[^/]+|libs\/(?:adapters|formats|proofs)\/[^/]+|libs\/[^/]+|test)\//.exec(path)?.[1];

const machinePath = /(^|[^\w.])\/(home|root|work|Users|private\/tmp)\/\w|[A-Z]:\\\\?Users/;
const otherRegistry = /"resolve[d]": "http|\bnpm\.pkg\.github|\bregistry\.[\w-]+\.\w/;

const readmeLinesMax = 70;
const isReadmeOfPart = /^(apps|libs|test)\/.*README\.md$/;

const legWord = /(?<![A-Za-z_])[Ll]egs?(?![a-z_])|[a-z]Legs?(?![a-z])/;
/** Where procedures and dossiers are: the parts of an interlinked one are its legs (domain, B2). */
const ofInterlinked = [
  ...['libs/domain/EVENTS.md', 'libs/domain/procedure/', 'libs/domain/dossier/', 'libs/domain/leg/'],
  ...['libs/contracts/src/directory/procedures.', 'libs/contracts/src/dossiers/'],
  ...['apps/directory/src/procedures/', 'apps/dossiers/', 'libs/formats/public-facts/'],
  'libs/client/src/dossier-facts.ts',
  ...['apps/read-models/src/legs/', 'apps/read-models/src/dossier-desk/'],
  'apps/read-models/src/control-slip/',
  ...['apps/gateway/docs/routes.md', 'libs/domain/README.md'],
  ...['libs/contracts/src/audit/audit.', 'apps/audit/src/legs-history/'],
  ...['libs/formats/forms/', 'apps/gateway/src/forms/'],
];
/** What such a part is called where all kinds of things are named beside each other. */
const legName = '[Ll]egs?(Codec|Event|Operations|Public|Target|States?|Ends?|History)';
const interlinkedName = new RegExp(
  ['@domain/leg\\b', `\\b${legName}\\b`, "'leg[:-]", "-leg'", '[.]/legs?[\\w./-]*'].join('|'),
  'g',
);
const isOfInterlinked = (path: string): boolean => ofInterlinked.some((place) => path.startsWith(place));
/** The table `leg` and the projection `legs.v1`, whose names stay as they were first stored. */
const legTable = /\b(from|join|update|into|analyze|as) leg\b|\bleg\.|(['`])leg\2|\blegs\.v1/g;

export const tidyRules: Readonly<Record<string, TidyRule>> = {
  'top level': {
    instead:
      'The top level is fixed: move it into apps, libs or test, or begin its name with a dot if a tool wants it there.',
    broken: (tree) =>
      [...new Set(tree.map(({ path }) => path.split('/')[0] as string))].filter(
        (name) => !name.startsWith('.') && !topLevelNames.includes(name),
      ),
  },
  'line length': {
    instead:
      'At most 120 characters stand in a line: name a part of it, or break it. Only a sentence may be longer.',
    broken: (tree) => lines(tree, isSource, (line) => [...line].length > 120 && !isSentence(line)),
  },
  'files loaded late': {
    instead:
      'Load a file of ours late with `require(…) as typeof …`: built programs keep import(), which wants the whole ' +
      'name of a file there, and does not find it.',
    broken: (tree) => lines(tree, isProgram, (line) => /\bimport\('\.{1,2}\//.test(line)),
  },
  'rummage names': {
    instead: 'Name it for what it knows; a place for everything knows nothing.',
    broken: (tree) =>
      pathsOf(tree, (path) => /(^|[/.-])(utils?|common|shared|helpers?|misc)([/.-]|$)/.test(path)),
  },
  stereotypes: {
    instead: `Files in apps are concept.ts or concept.stereotype.ts, dashes between words: ${stereotypes.join(' ')}.`,
    broken: (tree) =>
      pathsOf(tree, (path) => {
        const [, stereotype] = /^[a-z0-9-]+(?:\.(.+))?\.ts$/.exec(nameOf(path)) ?? [];
        if (!path.startsWith('apps/') || !path.endsWith('.ts')) return false;
        return !/^[a-z0-9-]+\./.test(nameOf(path)) || !isStereotype(stereotype);
      }),
  },
  barrels: {
    instead: 'A file named index.ts is the door of a lib and nothing else: import the file that is meant.',
    broken: (tree) => pathsOf(tree, (path) => /\/index\.[mc]?[jt]s$/.test(path) && !doors.has(path)),
  },
  'dead files': {
    instead: 'Nobody imports it but its own spec: delete it, or use it.',
    broken: deadFiles,
  },
  'left to do': {
    instead: 'Do it now, or file an issue and say in the README what is missing.',
    broken: (tree) => lines(tree, isSource, (line) => /\b(FIX[M]E|TO[D]O|X[X]X|HA[C]K)\b/.test(line)),
  },
  'skipped specs': {
    instead: 'Every spec runs: mend it, or delete it with the reason in the commit.',
    broken: (tree) =>
      lines(
        tree,
        (path) => isSpec(path),
        (line) =>
          /\b(it|test|describe)\.(only|skip|todo|failing)\b|(^|\s)(x|f)(it|describe|test)\(/.test(line),
      ),
  },
  mocks: {
    instead: 'A fake of our own port proves nothing: use the real part, in memory or on a free port.',
    broken: (tree) =>
      lines(tree, isSource, (line) => /\bjest\.(mock|doMock|fn|spyOn|createMockFromModule)\(/.test(line)),
  },
  sleeps: {
    instead: 'A spec waits for a named fact (an event, a line, an answer), never for time to pass.',
    broken: (tree) => tree.filter(({ path }) => isSpec(path)).flatMap(sleepsIn),
  },
  'machine paths': {
    instead:
      'The repository knows no machine: take paths from tmpdir(), import.meta, __dirname or the configuration.',
    broken: (tree) =>
      lines(
        tree,
        (path) => path !== 'package-lock.json',
        (line) => machinePath.test(line),
      ),
  },
  registries: {
    instead:
      'Registries are the business of whoever installs: resolve from the public one and name no other.',
    broken: (tree) =>
      lines(
        tree,
        () => true,
        (line) => otherRegistry.test(line),
      ),
  },
  readmes: {
    instead:
      'Every app and lib has a README.md of one screen with a heading Decisions: a line for each page of docs/decisions (date, choice, why, cost, when to revisit).',
    broken: (tree) => {
      const readmes = new Map(tree.map(({ path, text }) => [path, text]));
      const parts = new Set(tree.flatMap(({ path }) => partOf(path) ?? []));
      return [...parts].filter((part) => !/^#+ Decisions\b/m.test(readmes.get(`${part}/README.md`) ?? ''));
    },
  },
  'one screen': {
    instead: `A README has at most ${readmeLinesMax} lines: what is looked up is a page of docs/, which it links.`,
    broken: (tree) =>
      tree
        .filter(
          ({ path, text }) => isReadmeOfPart.test(path) && text.trimEnd().split('\n').length > readmeLinesMax,
        )
        .map(({ path }) => path),
  },
  frozen: {
    instead:
      'A process is stopped by `freeze` of test/flows, which waits until it is: a signal is sent before it works.',
    broken: (tree) =>
      lines(
        tree,
        (path) => isSource(path) && path !== 'test/flows/freeze.ts' && !path.startsWith('test/architecture/'),
        (line) => line.includes('SIGSTOP'),
      ),
  },
  'one word a thing': {
    instead:
      'What goes to one recipient is a delivery, in code and API; `leg` is a part of an interlinked procedure or dossier, and a table of the read models, in SQL alone.',
    broken: (tree) =>
      tree.flatMap(({ path, text }) => {
        if (!/^(apps|libs)\/.*\.([mc]?[jt]s|md)$/.test(path) || isOfInterlinked(path)) return [];
        const isOfTables = path.startsWith('apps/read-models/');
        return lines(
          [{ path, text }],
          () => true,
          (line) => {
            const left = line.replaceAll(interlinkedName, '');
            return legWord.test(isOfTables ? left.replaceAll(legTable, '') : left);
          },
        );
      }),
  },
  decisions: {
    instead:
      'A decision is a page docs/decisions/NNN-title.md, with a line that links it in the README beside.',
    broken: (tree) => {
      const pages = new Set(tree.map(({ path }) => path).filter((path) => decisionPage.test(path)));
      const linked = new Set(tree.flatMap(decisionsLinked));
      return [
        ...[...pages].filter((page) => !linked.has(page)),
        ...[...linked].filter((page) => !pages.has(page)),
      ];
    },
  },
};

const decisionPage = /(^|\/)docs\/decisions\/[^/]+$/;

function decisionsLinked({ path, text }: SourceFile): string[] {
  if (!/(^|\/)README\.md$/.test(path)) return [];
  return [...text.matchAll(/\]\((docs\/decisions\/\d{3}-[^)#]+\.md)\)/g)].map(([, page]) =>
    posix.join(posix.dirname(path), page as string),
  );
}

/** Pauses outside a loop: a loop that looks again and again waits for what it looks at. */
function sleepsIn({ path, text }: SourceFile): string[] {
  const all = text.split('\n');
  return all.flatMap((line, i) => {
    if (!/await (sleep|pause|delay|wait|setTimeout)\(|new Promise.*setTimeout/.test(line)) return [];
    return /\b(while|for) ?\(/.test(all.slice(Math.max(0, i - 3), i + 1).join()) ? [] : [`${path}:${i + 1}`];
  });
}

function isStereotype(dotted: string | undefined): boolean {
  if (dotted === undefined || stereotypes.includes(dotted)) return true;
  const tested = /^(.+?)\.(int\.spec|spec)$/.exec(dotted)?.[1];
  return tested !== undefined && stereotypes.includes(tested);
}

/** Sources that no other file names: neither an entry, a door, a spec, nor imported by more than their own spec. */
function deadFiles(tree: Tree): string[] {
  const sources = tree.filter(({ path }) => isSource(path));
  const used = new Set(
    tree.flatMap((file) => importsOf(file).filter((path) => file.path !== path.replace(/\.ts$/, '.spec.ts'))),
  );
  const said = tree.map(({ path, text }) => ({
    path,
    text: isSpec(path) || !/\.md$/.test(path) ? text : '',
  }));
  return (
    sources
      .map(({ path }) => path)
      .filter((path) => !used.has(path) && !doors.has(path) && !isSpec(path))
      .filter((path) => !/(^|[./])main\.ts$|\.d\.ts$|\/migrations\//.test(path))
      // What jest itself loads.
      .filter((path) => !tree.some(({ text }) => text.includes(`"<rootDir>/${path}"`)))
      .filter(
        (path) =>
          /\.ts$/.test(path) || !said.some((file) => file.path !== path && file.text.includes(nameOf(path))),
      )
  );
}

function importsOf({ path, text }: SourceFile): string[] {
  if (!/\.([cm]?[jt]s)$/.test(path)) return [];
  return [...text.matchAll(/(?:from|import|require\(|require\.resolve\(|import\()\s*'(\.[^']+)'/g)].flatMap(
    ([, specifier]) => {
      const target = posix.join(posix.dirname(path), specifier as string);
      return [target, `${target}.ts`, `${target}/index.ts`];
    },
  );
}
