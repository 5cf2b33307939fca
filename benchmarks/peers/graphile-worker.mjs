// Graphile Worker with its batching on, as its own performance test has it: jobs are fetched 500 at a time, and completions are batched.
import pg from "pg";
import { Logger, makeWorkerUtils, run as startRunner, runMigrations } from "graphile-worker";
import { Counter, addInBatches, latencies, measureBatches, measureSingles, now, run, settle, sleep } from "./command-line.mjs";

const logger = new Logger(() => () => {});
const localQueueSize = 500;
const silentPool = () => {
  const pool = new pg.Pool({ max: 25 });
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
};

const spec = (a) => ({ identifier: "sum", payload: { a, b: 1 } });
const specs = (begin, count) => Array.from({ length: count }, (_, i) => spec(begin + i));
const add = (utils) => (begin, count) => utils.addJobs(specs(begin, count));

async function withUtils(use) {
  const pgPool = silentPool();
  const utils = await makeWorkerUtils({ pgPool, logger });
  try {
    return await use(utils, pgPool);
  } finally {
    await utils.release();
    await pgPool.end();
  }
}

async function withRunner({ concurrency }, sum, use) {
  const pgPool = silentPool();
  const runner = await startRunner({
    logger,
    noHandleSignals: true,
    taskList: { sum },
    crontab: "",
    preset: {
      worker: {
        pgPool,
        concurrentJobs: concurrency,
        maxPoolSize: 25,
        localQueue: { size: Math.max(localQueueSize, concurrency) },
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
    pgPool,
  });
  try {
    return await use(runner, pgPool);
  } finally {
    await runner.stop();
    await pgPool.end();
  }
}

// A finished job is deleted: when none is left, the last end is stored.
const count = async (pool) => Number((await pool.query("SELECT count(*) FROM graphile_worker._private_jobs")).rows[0].count);
const isEmpty = async (pool) => (await pool.query("SELECT 1 FROM graphile_worker._private_jobs LIMIT 1")).rowCount === 0;

const sumOf = (counter) => async ({ a, b }) => {
  counter.count();
  return void (a + b);
};

async function drain(settings) {
  const counter = new Counter(settings.tasks);
  const begin = now();
  return withRunner(settings, sumOf(counter), async (_, pool) => {
    await counter.all;
    const own_transactions = await settle(() => isEmpty(pool));
    const seconds = now() - begin;
    return { ran: counter.ran, seconds, per_second: settings.tasks / seconds, own_transactions };
  });
}

async function latency(settings) {
  let started, ended;
  const starts = [], ends = [];
  const sum = async ({ a, b }) => (started(now()), void (a + b));
  await withRunner(settings, sum, async (runner) => {
    // Said once the end is stored, as ours is.
    runner.events.on("job:complete", () => ended(now()));
    for (let i = -20; i < settings.tasks; i++) {
      const start = new Promise((resolve) => (started = resolve));
      const end = new Promise((resolve) => (ended = resolve));
      const begin = now();
      await runner.addJob("sum", { a: i, b: 1 });
      const startedAt = await start, endedAt = await end;
      if (i >= 0) {
        starts.push(startedAt - begin);
        ends.push(endedAt - begin);
      }
    }
  });
  return { ran: ends.length, ...latencies("start", starts), ...latencies("completion", ends) };
}

async function churn(settings) {
  const counter = new Counter(settings.tasks);
  return withRunner(settings, sumOf(counter), (_, pool) =>
    withUtils(async (utils) => {
      const begin = now();
      let added = 0;
      await addInBatches(settings.tasks, settings.batch, async (first, size) => {
        while (added - counter.ran >= settings.backlog) {
          await sleep(1);
        }

        await add(utils)(first, size);
        added += size;
      });
      await counter.all;
      const own_transactions = await settle(() => isEmpty(pool));
      const seconds = now() - begin;
      return { ran: counter.ran, seconds, per_second: settings.tasks / seconds, own_transactions };
    }),
  );
}

await run({
  prepare: async () => {
    const pgPool = silentPool();
    await runMigrations({ pgPool, logger });
    await pgPool.end();
  },
  singles: (settings) => withUtils((utils) => measureSingles(settings, add(utils))),
  enqueue: (settings) => withUtils((utils, pool) => measureBatches(settings, add(utils), () => count(pool))),
  drain,
  latency,
  churn,
});
