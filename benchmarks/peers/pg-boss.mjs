// pg-boss with batches of 100 and no pause between full ones. Its rows stay, as they do by default.
import pg from "pg";
import { PgBoss } from "pg-boss";
import { Counter, addInBatches, latencies, measureBatches, measureSingles, now, run, settle, sleep } from "./command-line.mjs";

const queue = "sum";
const fetched = 100;

async function withBoss(use) {
  const boss = new PgBoss({ ...connection(), max: 10, useListenNotify: true });
  boss.on("error", (error) => console.error(error));
  await boss.start();
  const pool = new pg.Pool({ max: 1 });
  try {
    return await use(boss, pool);
  } finally {
    await boss.stop({ graceful: true, close: true, timeout: 5000 });
    await pool.end();
  }
}

const connection = () => ({
  host: process.env.PGHOST,
  port: Number(process.env.PGPORT),
  user: process.env.PGUSER,
  password: process.env.PGPASSWORD,
  database: process.env.PGDATABASE,
});

const jobs = (begin, count) => Array.from({ length: count }, (_, i) => ({ data: { a: begin + i, b: 1 } }));
const add = (boss) => (begin, count) =>
  count === 1 ? boss.send(queue, { a: begin, b: 1 }) : boss.insert(queue, jobs(begin, count));

const countIn = (states) => async (pool) =>
  Number((await pool.query(`SELECT count(*) FROM pgboss.job WHERE name = $1 AND state IN (${states})`, [queue])).rows[0].count);
const waiting = countIn("'created'");
const isOver = async (pool) =>
  (await pool.query("SELECT 1 FROM pgboss.job WHERE name = $1 AND state < 'completed' LIMIT 1", [queue])).rowCount === 0;

const work = (boss, counter, options = {}) =>
  boss.work(queue, { batchSize: fetched, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5, ...options }, async (batch) => {
    for (const { data } of batch) {
      void (data.a + data.b);
    }

    counter.count(batch.length);
  });

async function drain(settings) {
  const counter = new Counter(settings.tasks);
  return withBoss(async (boss, pool) => {
    const begin = now();
    await work(boss, counter);
    await counter.all;
    const own_transactions = await settle(() => isOver(pool));
    const seconds = now() - begin;
    return { ran: counter.ran, seconds, per_second: settings.tasks / seconds, own_transactions };
  });
}

// Tells nobody when a job is over; until it has started is what can be measured.
async function latency(settings) {
  let started;
  const starts = [];
  await withBoss(async (boss) => {
    await boss.work(queue, { batchSize: 1, pollingIntervalSeconds: 0.5 }, async () => started(now()));
    for (let i = -5; i < settings.tasks; i++) {
      const start = new Promise((resolve) => (started = resolve));
      const begin = now();
      await boss.send(queue, { a: i, b: 1 });
      const startedAt = await start;
      if (i >= 0) {
        starts.push(startedAt - begin);
      }
    }
  });
  return { ran: starts.length, ...latencies("start", starts) };
}

async function churn(settings) {
  const counter = new Counter(settings.tasks);
  return withBoss(async (boss, pool) => {
    const begin = now();
    await work(boss, counter);
    let added = 0;
    await addInBatches(settings.tasks, settings.batch, async (first, size) => {
      while (added - counter.ran >= settings.backlog) {
        await sleep(1);
      }

      await add(boss)(first, size);
      added += size;
    });
    await counter.all;
    const own_transactions = await settle(() => isOver(pool));
    const seconds = now() - begin;
    return { ran: counter.ran, seconds, per_second: settings.tasks / seconds, own_transactions };
  });
}

await run({
  prepare: () => withBoss((boss) => boss.createQueue(queue, { notify: true })),
  singles: (settings) => withBoss((boss) => measureSingles(settings, add(boss))),
  enqueue: (settings) => withBoss((boss, pool) => measureBatches(settings, add(boss), () => waiting(pool))),
  drain,
  latency,
  churn,
});
