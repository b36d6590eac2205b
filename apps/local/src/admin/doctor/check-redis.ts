import type { Config } from "@turnpike/config";
import { connectIoredis, connectUpstash } from "@turnpike/redis";
import { redactText } from "@turnpike/telemetry";
import { broken, type Check, look, ok, skipped } from "./check.ts";

const NAME = "redis";

/** Whether the configured Redis answers. */
export async function checkRedis({ redis: settings }: Config): Promise<Check> {
	if (!settings) return skipped(NAME, "none configured: hot state is this process's memory");
	const advice =
		settings.kind === "tcp"
			? "Check REDIS_URL, and that the server runs."
			: "Check UPSTASH_REDIS_REST_URL and its token.";
	let trouble: unknown;
	const redis =
		settings.kind === "tcp"
			? connectIoredis({
					url: settings.url,
					onError: (error) => {
						trouble = error;
					},
				})
			: connectUpstash({ url: settings.url, token: settings.token });
	try {
		return await look(NAME, advice, async () => {
			const began = performance.now();
			const reply = await redis.command("PING").catch((error: unknown) => {
				// Why the connection broke says more than that the command had none.
				throw trouble ?? error;
			});
			if (reply !== "PONG") return broken(NAME, redactText(`it answered ${JSON.stringify(reply)}`), advice);
			return ok(
				NAME,
				`answers over ${settings.kind === "tcp" ? "TCP" : "REST"} in ${Math.ceil(performance.now() - began)} ms`,
			);
		});
	} finally {
		await redis.close();
	}
}
