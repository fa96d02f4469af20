/**
 * `node integrator-program.cjs FILE`: a system of an integrator, as its pages have it, that may be killed at any
 * moment. The file says where and as whom, as JSON: `servers creds inboxPrefix apiPrefix consumers`, `address tokens`
 * for what it reads on, `folder` for what it keeps, `asksFirst`.
 *
 * Of each agency it keeps one file, a line for each thing it learnt, synced before anything is acknowledged:
 * `{"took": event}`, in the order of the numbers; `{"gap": {"after", "before"}}`, which it was told by
 * `feedprevious`; `{"lost": {"after"}}`, what stood behind that number is of a history that a restore took back.
 * What a message says it keeps with its place, in one line, so a line that is cut off was never taken.
 */
const { appendFileSync, fdatasyncSync, openSync, readFileSync, truncateSync, writeSync } = require('node:fs');
const { join } = require('node:path');
const { setTimeout: pause } = require('node:timers/promises');
const { connect, credsAuthenticator } = require('nats');

const settings = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { servers, creds, inboxPrefix, apiPrefix, consumers, address, tokens, folder, asksFirst } = settings;
const againMs = 100;

/** What is kept of one agency: ids by number, 1 first. */
class Kept {
  constructor(agency) {
    this.agency = agency;
    this.path = join(folder, `${agency}.jsonl`);
    this.ids = [];
    appendFileSync(this.path, '');
    const text = readFileSync(this.path, 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole !== text) truncateSync(this.path, Buffer.byteLength(whole));
    for (const line of whole.split('\n').slice(0, -1)) this.learn(JSON.parse(line));
    this.file = openSync(this.path, 'a');
  }

  get last() {
    return this.ids.length;
  }

  cursor(number = this.last) {
    return number === 0 ? '0' : `${number}.${this.ids[number - 1]}`;
  }

  learn({ took, lost }) {
    if (took !== undefined) this.ids[took.feednumber - 1] = took.id;
    if (lost !== undefined) this.ids.length = lost.after;
  }

  keep(...learnt) {
    writeSync(this.file, learnt.map((each) => `${JSON.stringify(each)}\n`).join(''));
    fdatasyncSync(this.file);
    learnt.forEach((each) => this.learn(each));
    process.stdout.write('kept\n');
  }

  async ask(after, limit) {
    const headers = { authorization: `Bearer ${tokens[this.agency]}` };
    for (;;) {
      const asked = fetch(`${address}/events?after=${after}&limit=${limit}`, { headers });
      const answer = await asked.catch(() => undefined);
      const text = await answer?.text().catch(() => undefined);
      if (answer?.status === 409) return undefined;
      if (answer?.status === 200 && text !== undefined) return JSON.parse(text).events;
      if (answer !== undefined && answer.status < 429) throw new Error(`${answer.status} ${text}`);
      await pause(againMs);
    }
  }

  /** Everything behind what is kept, out of the store. */
  async readOn() {
    for (;;) {
      const events = await this.ask(this.cursor(), 500);
      if (events === undefined) await this.goBack();
      else if (events.length === 0) return;
      else this.keep(...events.map((took) => ({ took })));
    }
  }

  /** To the newest event that still stands, by halving. */
  async goBack() {
    let [stands, gone] = [0, this.last];
    while (gone - stands > 1) {
      const middle = Math.floor((stands + gone) / 2);
      if ((await this.ask(this.cursor(middle), 1)) === undefined) gone = middle;
      else stands = middle;
    }
    this.keep({ lost: { after: stands } });
  }

  /** Whether it is kept now; what is not is of a history that is gone, or not to be read yet. */
  async take(took) {
    const { id, feednumber, feedprevious } = took;
    if (feednumber <= this.last) {
      if (this.ids[feednumber - 1] !== id) await this.readOn();
    } else if (feedprevious === this.last) {
      this.keep({ took });
    } else {
      this.keep({ gap: { after: this.last, before: feednumber } });
      await this.readOn();
    }
    return feednumber <= this.last;
  }
}

async function follow(connection, { agency, consumer: name }) {
  const kept = new Kept(agency);
  if (asksFirst) await kept.readOn();
  const consumer = await connection.jetstream({ apiPrefix }).consumers.get('PUBLIC', name);
  for (;;) {
    for await (const message of await consumer.consume({ max_messages: 50 })) {
      if (await kept.take(message.json())) message.ack();
      else message.nak(againMs);
    }
  }
}

async function main() {
  const authenticator = credsAuthenticator(Buffer.from(creds));
  const connection = await connect({
    ...{ servers, authenticator, inboxPrefix },
    ...{
      maxReconnectAttempts: -1,
      reconnectTimeWait: againMs,
      waitOnFirstConnect: true,
      ignoreAuthErrorAbort: true,
    },
  });
  await Promise.all(consumers.map((consumer) => follow(connection, consumer)));
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
