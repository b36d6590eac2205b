import type { Check, CheckStatus } from "../doctor/check.ts";
import { checkConfiguration } from "../doctor/check-configuration.ts";
import { checkDataDirectory } from "../doctor/check-data-directory.ts";
import { checkDatabase } from "../doctor/check-database.ts";
import { checkMail } from "../doctor/check-mail.ts";
import { checkPayments } from "../doctor/check-payments.ts";
import { checkPort } from "../doctor/check-port.ts";
import { checkProviders } from "../doctor/check-providers.ts";
import { checkRedis } from "../doctor/check-redis.ts";
import type { Operator } from "../operator.ts";
import { defineVerb, type Outcome } from "../verb.ts";

export const doctor = defineVerb({
	name: "doctor",
	summary: "Checks what Turnpike needs and says what to do; exit 1 when something is broken.",
	more: "Looks at the configuration, the data directory, the database, Redis, the mail server, the port, Stripe, and each provider's key.",
	options: {},
	plan: () => async (operator) => report(await examine(operator)),
});

async function examine(operator: Operator): Promise<readonly Check[]> {
	const { check, config } = checkConfiguration(() => operator.config());
	if (!config) return [check];
	const parts = await Promise.all([
		checkDataDirectory(config).then((one) => [one]),
		checkDatabase(operator),
		checkRedis(config).then((one) => [one]),
		checkMail(config).then((one) => [one]),
		checkPort(config).then((one) => [one]),
		checkPayments(config).then((one) => [one]),
		checkProviders(config),
	]);
	return [check, ...parts.flat()];
}

const SIGNS: Readonly<Record<CheckStatus, string>> = { ok: "ok", warning: "WARNING", broken: "BROKEN", skipped: "-" };

function report(checks: readonly Check[]): Outcome {
	const failed = checks.some(({ status }) => status === "broken");
	const width = Math.max(...checks.map(({ name }) => name.length));
	const lines = checks.flatMap(({ name, status, detail, advice }) => {
		const line = `${SIGNS[status].padEnd(7)}  ${name.padEnd(width)}  ${detail}`;
		return advice === undefined ? [line] : [line, `${" ".repeat(width + 11)}→ ${advice}`];
	});
	return { json: { ok: !failed, checks }, text: lines.join("\n"), failed };
}
