// What every program here has in common: `node PROGRAM COMMAND --tasks N --batch B --concurrency C --backlog L` prints one JSON object with figures.
// The database is found by PostgreSQL's own environment variables (PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE).
import { parseArgs } from "node:util";

export async function run(commands) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { tasks: { type: "string" }, batch: { type: "string" }, concurrency: { type: "string" }, backlog: { type: "string" } },
  });
  const command = commands[positionals[0]];
  if (!command) {
    throw new Error(`There is no command '${positionals[0]}', only ${Object.keys(commands).join(", ")}.`);
  }

  const figures = await command({
    tasks: Number(values.tasks ?? 1000),
    batch: Number(values.batch ?? 100),
    concurrency: Number(values.concurrency ?? 24),
    backlog: Number(values.backlog ?? 5000),
  });
  console.log(JSON.stringify(figures ?? {}));
}

/** Counts runs, and resolves `all` when there were as many as expected. */
export class Counter {
  ran = 0;
  #resolve;

  constructor(expected) {
    this.expected = expected;
    this.all = new Promise((resolve) => (this.#resolve = resolve));
  }

  count(runs = 1) {
    this.ran += runs;
    if (this.ran - runs < this.expected && this.ran >= this.expected) {
      this.#resolve();
    }
  }
}

export const now = () => performance.now() / 1000;

export const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Asks until `isOver` says yes; returns how often it had to ask, so that these transactions are not counted as the system's. */
export async function settle(isOver) {
  for (let asked = 1; ; asked++) {
    if (await isOver()) {
      return asked;
    }

    await sleep(2);
  }
}

/** Adds tasks in batches, one after the other. */
export async function addInBatches(tasks, batch, add) {
  for (let begin = 0; begin < tasks; begin += batch) {
    await add(begin, Math.min(batch, tasks - begin));
  }
}

/** Adds tasks one by one, at most 2,000, after as many that are not measured. */
export async function measureSingles({ tasks }, add) {
  const singles = Math.min(tasks, 2_000);
  await addInBatches(singles, 1, add);
  const begin = now();
  await addInBatches(singles, 1, add);
  return { single_per_second: singles / (now() - begin) };
}

/** Adds tasks in batches. `waiting` says how many there are. */
export async function measureBatches({ tasks, batch }, add, waiting) {
  const before = await waiting();
  const begin = now();
  await addInBatches(tasks, batch, add);
  const seconds = now() - begin;
  return { ran: (await waiting()) - before, seconds, per_second: tasks / seconds, own_transactions: 2 };
}

export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}

/** Milliseconds of a latency, as three figures. */
export const latencies = (name, seconds) =>
  Object.fromEntries([50, 95, 99].map((share) => [`${name}_p${share}_ms`, percentile(seconds, share / 100) * 1000]));
