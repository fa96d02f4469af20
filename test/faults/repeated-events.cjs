const { EventStoreDBClient } = require('@eventstore/db-client');

/** How far back a repeat reaches, in events. */
const windowMax = 16;

/**
 * From now on every event that a subscription of this process receives comes at least twice: after each of them the
 * last ones come again from a random place on. Their order stays that of the store, which promises it.
 * @param {() => number} random numbers from 0 to 1
 * @returns {{ repeats: number, stop: () => void }} how many came again until now, and the end of it
 */
exports.repeatEvents = (random) => {
  const repeating = { repeats: 0, stop };
  const before = {};
  for (const name of ['subscribeToAll', 'subscribeToStream']) {
    const subscribe = EventStoreDBClient.prototype[name];
    before[name] = subscribe;
    EventStoreDBClient.prototype[name] = function (...args) {
      return repeated(subscribe.apply(this, args));
    };
  }
  return repeating;

  function repeated(subscription) {
    const recent = [];
    const push = subscription.push.bind(subscription);
    subscription.push = (chunk) => {
      const wantsMore = push(chunk);
      if (!chunk?.event) return wantsMore;
      recent.push(chunk);
      if (recent.length > windowMax) recent.shift();
      const again = recent.slice(Math.floor(random() * recent.length));
      repeating.repeats += again.length;
      for (const event of again) push(event);
      return wantsMore;
    };
    return subscription;
  }

  function stop() {
    Object.assign(EventStoreDBClient.prototype, before);
  }
};
