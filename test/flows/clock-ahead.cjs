/**
 * Loaded before every process of a house (NODE_OPTIONS=--require): its clock is `CLOCK_AHEAD_MS` ahead of that of the
 * machine. Timers run as ever.
 */
const ahead = Number(process.env.CLOCK_AHEAD_MS);
const RealDate = Date;
const now = () => RealDate.now() + ahead;

globalThis.Date = new Proxy(RealDate, {
  apply: () => new RealDate(now()).toString(),
  construct: (target, told, type) => Reflect.construct(target, told.length === 0 ? [now()] : told, type),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
