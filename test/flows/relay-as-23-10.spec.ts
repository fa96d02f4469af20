/** The relay's subscription on the other kind of real node; the house's node takes its line from the environment. */
process.env['EVENT_STORE_AS'] = '23.10';

describe('on a node with the ways of 23.10', () => {
  jest.requireActual('./relay.spec');
});
