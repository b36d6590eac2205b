/** A Redis to test against; without it holders in Redis are left out. */
export const TEST_REDIS_URL = process.env.TEST_REDIS_URL || undefined;

/** How long walks through the ledger are tried, in seconds. */
export const LEDGER_SECONDS = Number(process.env.TEST_LEDGER_SECONDS || 12);

/** The one walk to try, of those a failure named. */
export const LEDGER_SEED = process.env.TEST_LEDGER_SEED ? Number(process.env.TEST_LEDGER_SEED) : undefined;
