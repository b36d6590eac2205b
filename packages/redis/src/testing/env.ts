/** A Redis to test against; without it the tests start their own. */
export const TEST_REDIS_URL = process.env.TEST_REDIS_URL;
