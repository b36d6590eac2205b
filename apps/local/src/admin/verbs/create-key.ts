import type { KeySettings } from "@turnpike/api";
import { MAX_REQUESTS_PER_MINUTE } from "@turnpike/limits";
import { type NanoUsd, nanoUsd } from "@turnpike/money";
import { VENDORS } from "@turnpike/providers";
import { issueKey } from "../../issue-key.ts";
import { CommandFailed, WrongUse } from "../failures.ts";
import { organisationOf } from "../find-or-fail.ts";
import { ACTOR } from "../operator.ts";
import { readChoice, readCount, readInstant, readList, readName, readText, readUsd } from "../read-values.ts";
import { defineVerb, type Given } from "../verb.ts";

const RESETS = ["daily", "weekly", "monthly"] as const;
const MOST_AT_ONCE = 1_000_000;
const NOTHING: NanoUsd = nanoUsd(0n);
/** `author/model`, or `author/*` for all of an author's. */
const MODEL = /^[\w.-]+\/(?:\*|[\w.:@-][\w.:@/-]*)$/;
const SLUGS: ReadonlySet<string> = new Set(VENDORS.map(({ slug }) => slug));

const options = {
	org: { value: "ID", help: "Whose credit it spends.", required: true },
	name: { value: "NAME", help: "What it is for.", required: true },
	limit: { value: "USD", help: "The most it may spend, in all or per --limit-reset." },
	"limit-reset": { value: "PERIOD", help: "The limit starts anew: daily, weekly or monthly (UTC)." },
	management: { help: "It manages keys and reads reports, and may not spend." },
	rpm: { value: "N", help: "The most requests in a minute." },
	concurrency: { value: "N", help: "The most requests at once." },
	expires: { value: "TIME", help: "From this instant on it is refused (2027-01-31T08:00:00Z)." },
	models: { value: "A,B", help: "Only these models: author/model, or author/* for all of an author's." },
	providers: { value: "A,B", help: `Only these providers: ${[...SLUGS].join(", ")}.` },
} as const;

export const createKey = defineVerb({
	name: "create-key",
	summary: "Makes an API key and prints it, this once.",
	more: "The key is stored as a hash only: what is not kept now cannot be shown again.",
	options,
	plan(given) {
		const org = readText(given, "org");
		const settings = readSettings(given);
		return async (operator) => {
			if (settings.expiresAt !== undefined && settings.expiresAt <= operator.now()) {
				throw new CommandFailed("--expires lies in the past: such a key would be refused from the start.");
			}
			const { id: organisationId, projectId } = await organisationOf(operator, org);
			const issued = await issueKey(
				await operator.book(),
				await operator.keyHasher(),
				operator.ids,
				{ ...settings, organisationId, projectId },
				ACTOR,
			);
			const { id, key, hash, name } = issued;
			return {
				json: { key, hash, name, id },
				text: [key, "", `Shown this once. ${name}: id ${id}, hash ${hash}.`].join("\n"),
			};
		};
	},
});

function readSettings(given: Given<keyof typeof options>): Omit<KeySettings, "organisationId" | "projectId"> {
	const limitReset = readChoice(given, "limit-reset", RESETS);
	if (limitReset !== undefined && !given.has("limit")) {
		throw new WrongUse("--limit-reset says when a limit starts anew: give --limit USD with it.");
	}
	return {
		name: readName(given, "name"),
		management: given.has("management"),
		limitNanoUsd: readUsd(given, "limit", NOTHING),
		limitReset: limitReset ?? "none",
		requestsPerMinute: readCount(given, "rpm", MAX_REQUESTS_PER_MINUTE),
		maxConcurrent: readCount(given, "concurrency", MOST_AT_ONCE),
		expiresAt: readInstant(given, "expires"),
		allowedModels: readList(
			given,
			"models",
			(word) => MODEL.test(word),
			"author/model or author/*, with commas between",
		),
		allowedProviders: readList(given, "providers", (word) => SLUGS.has(word), `some of ${[...SLUGS].join(", ")}`),
	};
}
