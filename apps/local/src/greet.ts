import type { Config } from "@turnpike/config";
import { quickstart } from "./quickstart.ts";
import type { Running } from "./run.ts";

/** Says where the server is, what of it is sandboxed, and a call that answers. */
export async function greet(config: Config, running: Running): Promise<void> {
	const say = (line: string) => process.stdout.write(`${line}\n`);
	const base = `http://${config.host === "127.0.0.1" ? "localhost" : config.host}:${running.port}`;
	if (config.role === "billing") {
		say(`Turnpike billing worker: health at ${base}/healthz`);
		return;
	}
	say(`Turnpike is ready at ${base}`);
	say(`  Console: ${base}/ (sign up, keys, credits, models, usage)`);
	say(`  OpenAI's SDK: base_url ${base}/v1 · Anthropic's: ${base} · OpenRouter's: ${base}/api/v1`);
	const providers = [...config.providers.keys()].sort();
	say(
		`  Providers: ${providers.length > 0 ? providers.join(", ") : "none configured (set OPENAI_API_KEY, ANTHROPIC_API_KEY, …)"}`,
	);
	if (config.production) return;
	const start = await quickstart(config, running.sql, running.port);
	say(
		`  Sandboxed: the provider \`sandbox\` (sandbox/echo, sandbox/lorem, sandbox/embed)${config.stripe ? "" : ", payments"} and the credit of the key below.`,
	);
	if (!config.smtp) say(`  Mails are not sent: read them at ${base}${config.console === "off" ? "/api" : ""}/outbox`);
	say(`  Development key: ${start.key}`);
	say("  Try it:");
	say(`    ${start.curl}`);
}
