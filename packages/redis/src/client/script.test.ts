import { afterAll, describe, expect, it } from "vitest";
import { connectTestClients } from "../testing/clients.ts";
import type { RedisClient, RedisReply } from "./redis-client.ts";
import { RedisError } from "./redis-client.ts";
import { evalScript } from "./script.ts";

const clients = connectTestClients();
afterAll(() => Promise.all(clients.map(({ redis }) => redis.close())));

if (clients.length === 0) it.skip("needs a Redis: set TEST_REDIS_URL or install redis-server", () => {});

function watched(redis: RedisClient): RedisClient & { readonly sent: string[] } {
	const sent: string[] = [];
	const command = (name: string, ...args: readonly string[]): Promise<RedisReply> => {
		sent.push(name);
		return redis.command(name, ...args);
	};
	return { ...redis, command, sent };
}

for (const { name, redis } of clients) {
	describe(`the ${name} client`, () => {
		it("sends a script once, and only its digest after that", async () => {
			const client = watched(redis);
			const script = { source: `return {KEYS[1], ARGV[1], '${name} ${Math.random()}'}`, namesAllKeys: false };
			expect(await evalScript(client, script, ["a"], ["b"])).toMatchObject(["a", "b", expect.any(String)]);
			expect(await evalScript(client, script, ["c"], ["d"])).toMatchObject(["c", "d", expect.any(String)]);
			expect(client.sent).toEqual(["EVALSHA", "EVAL", "EVALSHA"]);
		});

		it("goes on after Redis forgot its scripts", async () => {
			const script = { source: `return '${Math.random()}'`, namesAllKeys: true };
			const first = await evalScript(redis, script, [], []);
			await redis.command("SCRIPT", "FLUSH");
			expect(await evalScript(redis, script, [], [])).toBe(first);
		});

		it("leaves text as it is: digits, JSON, other alphabets, nothing", async () => {
			for (const value of ["9007199254740993", '{"a":1}', "true", "", "zażółć 🚀"]) {
				await redis.command("SET", "text", value);
				expect(await redis.command("GET", "text")).toBe(value);
			}
			expect(await redis.command("GET", "never set")).toBeNull();
		});

		it("answers lists within lists in one shape", async () => {
			await redis.command("DEL", "stream");
			const id = await redis.command("XADD", "stream", "*", "field", "value");
			expect(await redis.command("XRANGE", "stream", "-", "+")).toEqual([[id, ["field", "value"]]]);
		});

		it("says what Redis refused, and nothing of the command", async () => {
			await redis.command("SET", "text", "x");
			const failed = redis.command("LPUSH", "text", "private");
			await expect(failed).rejects.toThrow(RedisError);
			await expect(failed).rejects.toThrow(/^WRONGTYPE/);
			await expect(failed).rejects.not.toThrow(/private/);
		});
	});
}
