/**
 * The house's own lint rules. Each message says what to do instead; each has a planted violation that proves it
 * fires.
 */

const pureFolders = 'libs/domain, libs/formats and libs/contracts are pure';

const noClock = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      clock: `${pureFolders}: take the instant as data (\`at\`) from the caller, who asks the Clock of @runtime.`,
      chance: `${pureFolders}: take ids as data from the caller, who makes them with entityId of @runtime.`,
    },
  },
  create: (context) => ({
    MemberExpression(node) {
      const name = `${node.object.name}.${propertyOf(node)}`;
      if (name === 'Date.now' || name === 'performance.now') context.report({ node, messageId: 'clock' });
      if (name === 'Math.random') context.report({ node, messageId: 'chance' });
    },
    NewExpression(node) {
      if (node.callee.name === 'Date' && node.arguments.length === 0)
        context.report({ node, messageId: 'clock' });
    },
    CallExpression(node) {
      if (node.callee.name === 'Date') context.report({ node, messageId: 'clock' });
    },
  }),
};

const aggregateParts = ['AggregateRoot', 'EventBus', 'EventPublisher', 'EventsHandler', 'Saga'];

const noInProcessEvents = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      cqrs:
        '{{name}} of @nestjs/cqrs carries facts inside one process and loses them: append with transact, ' +
        'and react with a Reactor of @adapters/event-store.',
    },
  },
  create: (context) => ({
    ImportDeclaration(node) {
      if (node.source.value !== '@nestjs/cqrs') return;
      for (const name of importedNames(node)) {
        if (name === '*' || aggregateParts.includes(name))
          context.report({ node, messageId: 'cqrs', data: { name } });
      }
    },
  }),
};

const subjectTakers = ['publish', 'subscribe', 'request', 'requestMany'];
const subjectKeys = ['filter_subject', 'filter_subjects', 'subjects', 'deliver_subject'];

const noHandMadeSubjects = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      subject:
        'A subject is never put together by hand: nats writes CR LF through. ' +
        'Use subject(...) or everythingBelow(...) of @contracts.',
    },
  },
  create: (context) => ({
    CallExpression(node) {
      const [first] = node.arguments;
      if (node.callee.type !== 'MemberExpression' || !subjectTakers.includes(propertyOf(node.callee))) return;
      if (isPutTogether(first)) context.report({ node: first, messageId: 'subject' });
    },
    Property(node) {
      if (!subjectKeys.includes(node.key.name ?? node.key.value)) return;
      const values = node.value.type === 'ArrayExpression' ? node.value.elements : [node.value];
      for (const value of values.filter(isPutTogether)) context.report({ node: value, messageId: 'subject' });
    },
  }),
};

const onlyTransactAppends = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      append:
        'Only transact and the reactor runner append: write a decider and call transact. ' +
        '(For something that is no event store, use another verb: add, set, write.)',
    },
  },
  create: (context) => ({
    'CallExpression > MemberExpression.callee'(node) {
      if (propertyOf(node) === 'append') context.report({ node: node.property, messageId: 'append' });
    },
  }),
};

const publicDoors = ['PublicStream', 'provisionPublicStream', 'provisionInbox'];

const onlyBusPublishes = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      publish:
        '{{name}} belongs to apps/bus: facts become public only through its relay. ' +
        'Append the fact with transact; the relay follows the store.',
    },
  },
  create: (context) => ({
    ImportDeclaration(node) {
      if (!String(node.source.value).startsWith('@adapters/messaging')) return;
      for (const name of importedNames(node)) {
        if (name === '*' || publicDoors.includes(name))
          context.report({ node, messageId: 'publish', data: { name } });
      }
    },
  }),
};

const readersNeverDecide = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      decide: 'Readers fold, they never decide: use initial, evolve and codec (stateOf, fold) only.',
      transact: 'Readers never write: send a command to the service that owns the stream.',
    },
  },
  create: (context) => ({
    MemberExpression(node) {
      if (propertyOf(node) === 'decide') context.report({ node: node.property, messageId: 'decide' });
    },
    'ObjectPattern > Property'(node) {
      if ((node.key.name ?? node.key.value) === 'decide') context.report({ node, messageId: 'decide' });
    },
    ImportDeclaration(node) {
      if (importedNames(node).includes('transact')) context.report({ node, messageId: 'transact' });
    },
  }),
};

const ownForms = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      form:
        '{{name}} of class-validator takes null for left out, or a list for an object: ' +
        'use the forms of libs/contracts/src/shape.ts, and add one there when none fits.',
    },
  },
  create: (context) => ({
    ImportDeclaration(node) {
      if (node.source.value !== 'class-validator') return;
      for (const name of importedNames(node)) context.report({ node, messageId: 'form', data: { name } });
    },
  }),
};

const linesMax = 60;
const suiteParts = ['describe', 'it', 'test'];

/** Lines of a function with its signature. One that states specs is a chapter and no function. */
const functionLength = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      long: 'This function has {{lines}} lines, {{max}} are allowed: name its steps and give each its own function.',
    },
  },
  create: (context) => {
    const check = (node) => {
      const lines = node.loc.end.line - node.loc.start.line + 1;
      if (lines <= linesMax || isSuite(node)) return;
      context.report({ node, messageId: 'long', data: { lines, max: linesMax } });
    };
    return { FunctionDeclaration: check, FunctionExpression: check, ArrowFunctionExpression: check };
  },
};

function isSuite({ body }) {
  const statements = body.type === 'BlockStatement' ? body.body : [];
  return statements.some(({ expression }) => {
    let called = expression;
    while (called?.type === 'CallExpression') called = called.callee;
    if (called?.type === 'TaggedTemplateExpression') called = called.tag;
    return suiteParts.includes(called?.object?.name ?? called?.name);
  });
}

function propertyOf(member) {
  return member.computed ? member.property.value : member.property.name;
}

function importedNames(node) {
  if (node.importKind === 'type') return [];
  return node.specifiers.map((specifier) =>
    specifier.type === 'ImportSpecifier' ? (specifier.imported.name ?? specifier.imported.value) : '*',
  );
}

function isPutTogether(node) {
  if (node?.type === 'TemplateLiteral') return node.expressions.length > 0;
  return node?.type === 'BinaryExpression' && node.operator === '+';
}

export const house = {
  meta: { name: 'house' },
  rules: {
    'no-clock-in-pure-code': noClock,
    'no-in-process-events': noInProcessEvents,
    'no-hand-made-subjects': noHandMadeSubjects,
    'only-transact-appends': onlyTransactAppends,
    'only-bus-publishes': onlyBusPublishes,
    'readers-never-decide': readersNeverDecide,
    'own-forms': ownForms,
    'function-length': functionLength,
  },
};
