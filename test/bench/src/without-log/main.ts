/**
 * Turnpike's API as it ships, but for its usage log: this one says at once that a record is durable and keeps none. What
 * durable usage adds to an answer is the difference to it. It is wired here and nowhere else; no configuration does this.
 */
import type { UsageLog } from "@turnpike/ledger";
import { configFromEnvironment } from "@turnpike/local/env";
import { run } from "@turnpike/local/run";
import { createLogger } from "@turnpike/telemetry";

const KEEPS_NOTHING: UsageLog = {
	append: () => Promise.resolve(),
	checkpoint: () => Promise.resolve(),
	withdraw: () => Promise.resolve(),
};

const log = createLogger({
	level: "warn",
	write: (line) => process.stderr.write(line),
	now: () => Date.now(),
	human: false,
});
const running = await run(configFromEnvironment(), log, { firstLog: KEEPS_NOTHING });
process.on("SIGTERM", () => void running.stop().then(() => process.exit(0)));
