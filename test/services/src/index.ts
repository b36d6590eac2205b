export { type FreshDatabase, freshDatabase } from "./fresh-database.ts";
export { startTestDatabase, type TestServer } from "./start-test-database.ts";
export { startTestRedis } from "./start-test-redis.ts";
