/**
 * Who may import whom. Every rule is a list of what is allowed, so that something new is refused until somebody thinks
 * of it; every rule has a planted violation in `dependency-rules.spec.ts` that proves that it fires.
 */
const tsconfig = require('../../tsconfig.json');

const spec = '\\.spec\\.ts$';
const builtIn = '^(node:|[a-z_]+(/(promises|consumers))?$)';
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const packages = (names) => names.map((name) => `(^|/)node_modules/${escaped(name)}/`);

/** The files that other folders may import: exactly the targets of the aliases. */
const doors = Object.values(tsconfig.compilerOptions.paths).flat();

/** What each adapter may use besides itself, the contracts, the leaves of the domain and Node. */
const adapters = {
  // The store's own identity is a fact in the store: its decider is the one domain lib an adapter uses.
  'event-store': {
    packages: ['@eventstore/db-client', '@grpc/grpc-js', 'ajv', 'lru-cache', 'uuid'],
    domain: ['installation'],
  },
  // Nest's NATS transport is configured here and nowhere else.
  messaging: { packages: ['nats', '@nestjs/microservices'], domain: [] },
  'read-store': { packages: ['pg'], domain: [] },
  'content-store': { packages: ['@aws-sdk/client-s3', '@aws-sdk/lib-storage'], domain: [] },
  identity: { packages: ['jose', 'lru-cache'], domain: [] },
  'key-store': { packages: ['pg'], domain: [] },
};

/** Drivers of outside systems, and the only folders that know them. */
const drivers = {
  nats: 'libs/(adapters/messaging|client)',
  '@eventstore/db-client': 'libs/adapters/event-store',
  pg: 'libs/adapters/(read-store|key-store)',
  jose: 'libs/adapters/identity',
  '@aws-sdk/client-s3': 'libs/adapters/content-store',
  lmdb: 'apps/event-store',
  '@grpc/grpc-js': '(libs/adapters|apps)/event-store',
  'google-protobuf': 'apps/event-store',
};

const runtimePackages = [
  '@nestjs/cqrs',
  '@nestjs/common',
  '@nestjs/core',
  '@nestjs/microservices',
  'canonicalize',
  'class-transformer',
  'class-validator',
  'pino',
  'piscina',
  'prom-client',
  'reflect-metadata',
  'rxjs',
  'sonic-boom',
  'uuid',
];

/** Packages of the pure libs. A package is listed when it was read and found free of IO, clock and chance. */
const formatPackages = ['ajv', 'canonicalize', 'csv-stringify', 'fflate', 'pdfkit', 'qr'];
const proofPackages = ['canonicalize', 'pkijs', 'asn1js'];

const examples = '^test/transitions/[a-z]+-examples[.]ts$';

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const only = (...allowed) => ({ pathNot: allowed });

const pure = [
  forbid(
    'domain-imports-itself-and-its-leaves',
    'A decider knows its own stream only: what it needs from elsewhere is gathered by the handler and named in the command.',
    { path: '^libs/domain/([^/]+)/', pathNot: [spec, '^libs/domain/(decider|codes|calendar)/'] },
    only('^libs/domain/$1/', '^libs/domain/(decider|codes|calendar)/'),
  ),
  forbid(
    'decider-imports-itself',
    'Every domain lib and every adapter rests on decider: it imports nothing.',
    { path: '^libs/domain/decider/', pathNot: spec },
    only('^libs/domain/decider/'),
  ),
  forbid(
    'domain-leaves-import-themselves',
    'codes and calendar are used by every domain lib: they import decider, and calendar may use codes.',
    { path: '^libs/domain/(codes|calendar)/', pathNot: spec },
    only('^libs/domain/$1/', '^libs/domain/(decider|codes)/'),
  ),
  forbid(
    'domain-specs-stay-pure',
    'A spec of the domain needs no network, file or clock: it may use fast-check and examples besides what its lib may use.',
    { path: `^libs/domain/([^/]+)/.*${spec}` },
    only('^libs/domain/$1/', '^libs/domain/(decider|codes|calendar)/', examples, ...packages(['fast-check'])),
  ),
  forbid(
    'examples-stay-pure',
    'Specs of the domain read examples of commands: they need no more than the domain does, and the rows.',
    { path: examples },
    only('^libs/domain/', '^libs/contracts/', examples),
  ),
  forbid(
    'contracts-import-themselves-and-codes',
    'Contracts are what travels; of our code they know the vocabulary alone. Put the rule into a domain lib.',
    { path: '^libs/contracts/', pathNot: spec },
    only(
      '^libs/contracts/',
      '^libs/domain/codes/',
      ...packages(['class-validator', 'class-transformer', '@nestjs/swagger', 'reflect-metadata']),
    ),
  ),
  forbid(
    'only-the-api-document-loads-swagger',
    'It holds memory and takes time at every start: say what the document says of a field with ApiProperty of the contracts.',
    { path: '^(apps|libs)/', pathNot: ['^apps/gateway/src/system/api-document\\.ts$', spec] },
    { path: packages(['@nestjs/swagger']), dependencyTypesNot: ['type-only'] },
  ),
  forbid(
    'formats-import-contracts-and-events',
    'A format is a pure mapping of facts: it reads events and contracts, never a decider, an adapter or the outside. Of other formats it knows the paper and the envelope alone.',
    { path: '^libs/formats/([^/]+)/', pathNot: spec },
    only(
      '^libs/formats/$1/',
      '^libs/formats/(paper|cloudevents)/',
      '^libs/contracts/',
      '^libs/domain/[^/]+/src/events\\.ts$',
      '^libs/domain/(decider|codes|calendar)/',
      ...packages(formatPackages),
    ),
  ),
  forbid(
    'proofs-import-themselves',
    'A proof is checked by others with nothing of ours around it: node:crypto, node:zlib and listed packages only.',
    { path: '^libs/proofs/([^/]+)/', pathNot: spec },
    only('^libs/proofs/$1/', '^(node:)?(crypto|zlib)$', ...packages(proofPackages)),
  ),
];

/** The aggregates of the exchange, and which of the others each may know. */
const aggregates = {
  register: [],
  secrecy: [],
  signatures: [],
  document: ['register', 'signatures'],
  delivery: ['document', 'register'],
  'register-completion': ['document', 'delivery', 'register'],
};

const exchange = Object.entries(aggregates).map(([aggregate, may]) =>
  forbid(
    `exchange-${aggregate}-knows`,
    'Arrows between the aggregates of the exchange point one way: move what both need below them, or react to a fact.',
    { path: `^apps/exchange/src/${aggregate}/`, pathNot: spec },
    {
      path: `^apps/exchange/src/(${Object.keys(aggregates).join('|')})/`,
      pathNot: [aggregate, ...may].map((each) => `^apps/exchange/src/${each}/`),
    },
  ),
);

const outside = [
  ...Object.entries(adapters).map(([name, may]) =>
    forbid(
      `adapter-${name}-imports`,
      'An adapter knows one outside system: let the app that needs two of them bring them together.',
      { path: `^libs/adapters/${name}/`, pathNot: spec },
      only(
        `^libs/adapters/${name}/`,
        '^libs/contracts/',
        '^libs/domain/(decider|codes)/',
        ...may.domain.map((lib) => `^libs/domain/${lib}/`),
        builtIn,
        ...packages(may.packages),
      ),
    ),
  ),
  forbid(
    'every-adapter-is-listed',
    'A new adapter gets its own row in the table of dependency-rules.cjs: name its driver there.',
    { path: '^libs/adapters/', pathNot: Object.keys(adapters).map((name) => `^libs/adapters/${name}/`) },
    {},
  ),
  ...Object.entries(drivers).map(([driver, home]) =>
    forbid(
      `driver-${driver}`,
      `Only ${home} knows ${driver}: use the port it offers, or widen the port.`,
      {
        path: '^(apps|libs)/',
        pathNot: [spec, `^${home}/`, ...(driver === '@eventstore/db-client' ? ['^apps/event-store/'] : [])],
      },
      { path: packages([driver]) },
    ),
  ),
  forbid(
    'node-knows-the-protocol-only',
    'The embedded node speaks the protocol and never the client; only the command that copies to other nodes is a client.',
    {
      path: '^apps/event-store/',
      pathNot: [spec, '^apps/event-store/src/maintenance/(remote-store|store-unreachable)\\.ts$'],
    },
    {
      path: packages(['@eventstore/db-client']),
      pathNot: '/@eventstore/db-client/(generated/|package\\.json$)',
    },
  ),
  forbid(
    'client-stands-alone',
    'The client is for others, who have nothing else of ours: nats and node: only.',
    { path: '^libs/client/', pathNot: spec },
    only('^libs/client/', builtIn, ...packages(['nats'])),
  ),
  forbid(
    'only-others-use-the-client',
    'What it does over the bus and HTTP the services do inside: specs alone read as others do.',
    { path: '^(apps|libs)/', pathNot: ['^libs/client/', spec] },
    { path: '^libs/client/' },
  ),
  forbid(
    'runtime-imports',
    'The chassis is the same for every service: what only one of them needs belongs into that app.',
    { path: '^libs/runtime/', pathNot: spec },
    only(
      '^libs/runtime/',
      '^libs/contracts/',
      '^libs/domain/(decider|codes|calendar)/',
      '^libs/adapters/[^/]+/',
      builtIn,
      ...packages(runtimePackages),
    ),
  ),
];

const apps = [
  forbid(
    'apps-never-import-apps',
    'Services meet on NATS, never in code: ask the other one with a Requester, or move what both know into a lib.',
    { path: '^apps/([^/]+)/', pathNot: '^apps/local/' },
    { path: '^apps/', pathNot: '^apps/$1/' },
  ),
  forbid(
    'local-imports-root-modules',
    'local composes the apps: it may import their root modules (and how the gateway starts), nothing inside them.',
    { path: '^apps/local/' },
    {
      path: '^apps/',
      pathNot: [
        '^apps/local/',
        '^apps/([^/]+)/src/\\1\\.module\\.ts$',
        '^apps/gateway/src/start-gateway\\.ts$',
      ],
    },
  ),
  forbid(
    'libs-never-import-apps',
    'A lib serves many apps: move what it needs into the lib.',
    { path: '^libs/' },
    { path: '^apps/' },
  ),
  forbid(
    'node-stands-alone',
    'The embedded node takes the place of EventStoreDB: nothing of the application may be in it.',
    { path: '^apps/event-store/' },
    { path: '^(libs|apps)/', pathNot: '^apps/event-store/' },
  ),
  forbid(
    'readers-use-the-events-door',
    'read-models and bus follow facts: they import @domain/<x>/events, never the decider. The bus owns webhooks and notices.',
    { path: '^apps/(read-models|bus)/', pathNot: spec },
    {
      path: '^libs/domain/',
      pathNot: [
        '^libs/domain/[^/]+/src/events\\.ts$',
        '^libs/domain/(decider|codes|calendar|webhook|notice)/',
      ],
    },
  ),
  forbid(
    'gateway-holds-no-business-rule',
    'The edge authenticates, checks shapes and passes on: rules live in deciders, facts are written by services.',
    { path: '^apps/gateway/', pathNot: spec },
    {
      path: '^libs/',
      pathNot: [
        '^libs/(contracts|runtime)/',
        '^libs/domain/codes/',
        '^libs/adapters/(messaging|identity|content-store)/',
        // What is printed is made where it leaves the house, and what is told is described where others reach it.
        '^libs/formats/(register-book|forms)/',
        '^libs/formats/public-facts/src/described[.]ts$',
      ],
    },
  ),
];

const whole = [
  forbid(
    'only-doors',
    'Another folder is entered by its door, the target of an alias in tsconfig.json: import the alias, or export it there.',
    { path: '^(apps|libs/(?:domain/|adapters/|formats/|proofs/)?[^/]+)/' },
    {
      path: '^libs/',
      dependencyTypes: ['aliased'],
      pathNot: ['^$1/', ...doors.map((door) => `^${escaped(door)}$`)],
    },
  ),
  forbid(
    'doors-by-alias',
    'A lib is called by its alias (@contracts, @domain/x, …), so that it may move without its users.',
    { path: '^(apps|libs/(?:domain/|adapters/|formats/|proofs/)?[^/]+)/' },
    { path: '^libs/', pathNot: '^$1/', dependencyTypesNot: ['aliased'] },
  ),
  forbid(
    'tests-use-aliases',
    'A test may look inside a lib, but what has an alias is called by it.',
    { path: '^test/' },
    { path: doors.map((door) => `^${escaped(door)}$`), dependencyTypesNot: ['aliased'] },
  ),
  forbid(
    'sources-never-import-tests',
    'What runs in production stands in apps and libs: move what you need there, or move the file that needs it to test.',
    { path: '^(apps|libs)/', pathNot: spec },
    { path: ['^test/', spec] },
  ),
  forbid(
    'only-declared-packages',
    'A package that only comes along with another one vanishes with it: npm install it, or do without.',
    {},
    { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  ),
  forbid(
    'no-dev-packages-in-production',
    'Development packages are not in the image: move it to dependencies, or use it in specs only.',
    { path: '^(apps|libs)/', pathNot: [spec, '^apps/local/setup/'] },
    { dependencyTypes: ['npm-dev'] },
  ),
  forbid(
    'no-circular',
    'Two files that need each other are one file, or hide a third one that both need.',
    {},
    { circular: true },
  ),
  forbid(
    'no-unresolvable',
    'An import that cannot be resolved escapes every other rule: mend the path, or add the alias to tsconfig.json and .swcrc.',
    {},
    { couldNotResolve: true },
  ),
];

module.exports = {
  forbidden: [...pure, ...outside, ...apps, ...exchange, ...whole],
  options: {
    doNotFollow: { path: ['node_modules', '^dist/'] },
    exclude: { path: ['^dist/', '^test/architecture/planted/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
};
