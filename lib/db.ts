import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { env } from "./env";
import { PrismaClient } from "./generated/prisma/client";
import { log } from "./log";
import { Second } from "./time";

type Shared = { pool?: pg.Pool; prisma?: PrismaClient };

// On globalThis because the same process may load this module twice: bundled by Next, and by the portal's server.
const home = globalThis as { __mypagesDb?: Shared };
home.__mypagesDb ??= {};
const shared = home.__mypagesDb;

/** The process's connections to PostgreSQL: for hot paths in plain SQL. Everything else takes {@link db}. */
export function pool(): pg.Pool {
  if (!shared.pool) {
    shared.pool = new pg.Pool({
      connectionString: env().DATABASE_URL,
      max: env().DATABASE_POOL_SIZE,
      // A database that is away must be noticed quickly: the answer is then 503, not a page that never comes.
      connectionTimeoutMillis: 2 * Second.ms,
      query_timeout: 15 * Second.ms,
      keepAlive: true,
    });
    // An idle connection that breaks is replaced; without a listener it would end the process.
    shared.pool.on("error", (error) => log.warn({ err: error }, "database.connection_lost"));
  }
  return shared.pool;
}

/** The Prisma client, on the same connections as {@link pool}. */
export function db(): PrismaClient {
  shared.prisma ??= new PrismaClient({ adapter: new PrismaPg(pool()) });
  return shared.prisma;
}

/** Closes the connections. For the end of a process and of a test. */
export async function closeDb(): Promise<void> {
  const { pool, prisma } = shared;
  shared.pool = undefined;
  shared.prisma = undefined;
  await prisma?.$disconnect();
  await pool?.end();
}

/**
 * Runs `work` in one transaction on one connection.
 * @throws what `work` throws, after the roll-back
 */
export async function transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** The index that a unique violation hit, or null for any other error. Prisma's `meta.target` is empty with an adapter. */
export function violatedIndex(error: unknown): string | null {
  const cause = (error as { meta?: { driverAdapterError?: { cause?: { constraint?: { index?: string } } } } })
    ?.meta?.driverAdapterError?.cause;
  return cause?.constraint?.index ?? null;
}

/** True for an error that means "the database cannot be reached", whichever layer reports it. */
export function isDatabaseAway(error: unknown): boolean {
  for (
    let e = error as { code?: string; message?: string; cause?: unknown } | undefined;
    e;
    e = e.cause as typeof e
  ) {
    if (e.code && /^(ECONN|EPIPE|ETIMEDOUT|57P0[123]|08|P1001|P1002|P1008|P1017|P2024)/.test(e.code))
      return true;
    if (
      e.message &&
      /connection (terminated|timeout)|timeout exceeded when trying to connect|ECONNREFUSED/i.test(e.message)
    )
      return true;
  }
  return false;
}
