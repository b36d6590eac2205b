import { activityCsv, activityObject } from "@turnpike/api";
import { type Activity, listKeys, readActivity } from "@turnpike/db";
import { formatUsd, nanoUsd } from "@turnpike/money";
import { ACTIVITY_GROUPS, type ActivityGroup } from "@turnpike/wire/account";
import { WrongUse } from "../failures.ts";
import { organisationOf } from "../find-or-fail.ts";
import { PERIOD_OPTIONS, readList, readPeriod, readText } from "../read-values.ts";
import { textTable } from "../text-table.ts";
import { defineVerb } from "../verb.ts";

export const usage = defineVerb({
	name: "usage",
	summary: "Sums an organisation's posted usage.",
	more: "Whole UTC hours of the period count. The sums agree with the ledger; what is not posted yet is shown apart.",
	options: {
		org: { value: "ID", help: "Whose.", required: true },
		by: {
			value: "GROUPS",
			help: `By what: ${ACTIVITY_GROUPS.join(", ")}; several with commas between.`,
			required: true,
		},
		...PERIOD_OPTIONS,
		csv: { help: "Print comma-separated values." },
	},
	plan(given) {
		const org = readText(given, "org");
		const by = readGroups(readList(given, "by", isGroup, `some of ${ACTIVITY_GROUPS.join(", ")}`));
		const period = readPeriod(given);
		const csv = given.has("csv");
		if (csv && given.has("json")) throw new WrongUse("--csv and --json are two forms: give one of them.");
		return async (operator) => {
			await organisationOf(operator, org);
			const sql = await operator.book();
			const activity = await readActivity(sql, { organisationId: org, by, ...period });
			const names = new Map((await listKeys(sql, org)).map(({ id, name }) => [id, name]));
			return {
				json: { org, by, ...withUpstreamCost(activity, activityObject(activity, names)) },
				text: csv ? activityCsv(activity, by, names) : usageTable(activity, by, names),
			};
		};
	},
});

/** What providers bill for it, which customers are not told. */
function withUpstreamCost(activity: Activity, { data, ...rest }: ReturnType<typeof activityObject>) {
	const costs = activity.rows.map(({ providerCost }) => ({ upstream_cost_usd: formatUsd(providerCost) }));
	return { ...rest, data: data.map((row, at) => ({ ...row, ...costs[at] })) };
}

function isGroup(word: string): boolean {
	return ACTIVITY_GROUPS.some((group) => group === word);
}

function readGroups(words: readonly string[] | undefined): readonly ActivityGroup[] {
	return ACTIVITY_GROUPS.filter((group) => words?.includes(group));
}

function usageTable(activity: Activity, by: readonly ActivityGroup[], names: ReadonlyMap<string, string>): string {
	const heads = [...by.map((group) => group.toUpperCase()), "REQUESTS", "PROMPT", "COMPLETION", "USD"];
	const rows = activity.rows.map((row) => [
		...by.map((group) => nameOf(group, row.group[group] ?? "", names)),
		String(row.generations),
		String(row.promptTokens),
		String(row.completionTokens),
		formatUsd(row.charge),
	]);
	const total = nanoUsd(activity.rows.reduce((sum, { charge }) => sum + charge, 0n));
	const { generations, charge } = activity.unposted;
	const unposted =
		generations === 0 ? "" : `; ${generations} more requests (${formatUsd(charge)} USD) are not posted yet`;
	return `${textTable(heads, rows)}\n\n${formatUsd(total)} USD in all, as of ${new Date(activity.asOf).toISOString()}${unposted}`;
}

function nameOf(group: ActivityGroup, value: string, names: ReadonlyMap<string, string>): string {
	const name = group === "key" ? names.get(value) : undefined;
	return name === undefined ? value : `${value} (${name})`;
}
