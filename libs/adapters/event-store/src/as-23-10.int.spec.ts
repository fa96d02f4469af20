/**
 * Subscribers meet both kinds of real node: the other one ends whoever is slow, tells no place before the start and
 * refuses places in other words. Nodes that specs start take their line from the environment.
 */
process.env['EVENT_STORE_AS'] = '23.10';

describe.each(['./follow.int.spec', './reactor.int.spec', './history-lost.int.spec'])(
  'on a node with the ways of 23.10, %s',
  (suite) => {
    jest.requireActual(suite);
  },
);
