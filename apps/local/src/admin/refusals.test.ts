import { ConfigError, readConfig } from "@turnpike/config";
import { type FreshDatabase, freshDatabase } from "@turnpike/test-services";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeOperator } from "./operator.ts";
import { runAdmin } from "./run-admin.ts";
import { VERBS } from "./verbs.ts";

/** Runs a command line in this process. */
async function run(words: readonly string[], databaseUrl?: string) {
	const said = { out: "", err: "" };
	const terminal = {
		out: (text: string) => {
			said.out += text;
		},
		err: (text: string) => {
			said.err += text;
		},
	};
	const readIt = () => {
		if (databaseUrl === undefined) throw new ConfigError("nothing may be opened");
		return readConfig({ DATABASE_URL: databaseUrl }, []);
	};
	const operator = makeOperator({ readConfig: readIt, note: () => {} });
	return { code: await runAdmin(VERBS, words, terminal, operator), ...said };
}

const KEY = ["create-key", "--org", "o", "--name", "n"];
const GRANT = ["grant", "--org", "o", "--reason", "r"];

describe("wrong use is said before anything is opened: exit 2, a sentence and the usage", () => {
	test.each<[string[], RegExp]>([
		[["create-org"], /^create-org needs --name NAME\./],
		[["create-org", "--name", " "], /^--name must be one line/],
		[["create-org", "--name", "a", "--email", "nobody"], /^--email must be one address/],
		[["create-org", "--name", "a", "--email", "a@b,c@d"], /^--email must be one address/],
		[["create-org", "Acme"], /^create-org does not know what to do with "Acme"|needs --name/],
		[["create-key", "--name", "n"], /^create-key needs --org ID\./],
		[[...KEY, "--limit", "-1"], /^--limit needs a value/],
		[[...KEY, "--limit=-1"], /^--limit must be an amount .* from 0\.000000000 /],
		[[...KEY, "--limit", "ten"], /^--limit must be an amount/],
		[[...KEY, "--limit-reset", "daily"], /give --limit USD/],
		[[...KEY, "--limit", "1", "--limit-reset", "hourly"], /^--limit-reset must be one of daily, weekly, monthly/],
		[[...KEY, "--rpm", "0"], /^--rpm must be a whole number/],
		[[...KEY, "--concurrency", "1.5"], /^--concurrency must be a whole number/],
		[[...KEY, "--expires", "tomorrow"], /^--expires must be a day/],
		[[...KEY, "--models", "gpt-5"], /^--models must be author\/model/],
		[[...KEY, "--models", "openai/gpt-5,"], /^--models must be author\/model/],
		[[...KEY, "--providers", "openay"], /^--providers must be some of openai, /],
		[[...KEY, "--management=yes"], /^--management takes no value/],
		[GRANT, /^grant needs --usd USD\./],
		[[...GRANT, "--usd", "0"], /^--usd must be an amount .* from 0\.000000001 to 1000000\.000000000/],
		[[...GRANT, "--usd=-10"], /^--usd must be an amount/],
		[[...GRANT, "--usd", "0.0000000001"], /^--usd must be an amount/],
		[[...GRANT, "--usd", "1000001"], /^--usd must be an amount/],
		[[...GRANT, "--usd", "1", "--idempotency-key", "k".repeat(201)], /^--idempotency-key has at most 200/],
		[["balance"], /^balance needs --org ID\./],
		[["usage", "--org", "o"], /^usage needs --by/],
		[["usage", "--org", "o", "--by", "moon"], /^--by must be some of key, model, day/],
		[["usage", "--org", "o", "--by", "day", "--csv", "--json"], /two forms/],
		[["usage", "--org", "o", "--by", "day", "--from", "2027-02-30"], /^--from must be a day/],
		[["audit", "--from", "2027-01-02", "--to", "2027-01-01"], /^--from must be before --to/],
		[["revoke-key"], /^Which key\?/],
		[["revoke-key", "a", "--hash", "b"], /^One key at a time/],
		[["disable-key"], /^Which key\?/],
		[["parked"], /^parked needs list or retry/],
		[["mail"], /^mail needs list or retry/],
		[["parked", "drop"], /^parked takes list or retry, not "drop"/],
		[["parked", "list", "gen_1"], /^parked list takes nothing more/],
		[["parked", "retry", "gen_1"], /is not the id of a generation/],
		[["refund", "--reason", "r"], /^refund needs --org ID/],
		[["refund", "--org", "o", "--reason", "r", "--usd", "1.005"], /^--usd must be in whole cents/],
		[["suspend-org"], /^suspend-org needs --org ID/],
		[["reconcile", "now"], /^reconcile does not know/],
		[["quickstart", "now"], /^quickstart does not know/],
		[["doctor", "--fix"], /^doctor has no option --fix/],
	])("%j", async (words, sentence) => {
		const { code, out, err } = await run(words);
		expect([code, out]).toEqual([2, ""]);
		expect(err).toMatch(sentence);
		expect(err).toMatch(new RegExp(`\\nUsage: npm run admin -- ${words[0]}.*\\n$`));
	});
});

describe("what is not there", () => {
	let database: FreshDatabase;

	beforeAll(async () => {
		database = await freshDatabase("operator refusals");
	});

	afterAll(() => database.drop());

	test.each([
		["create-key", "--org", "org_0", "--name", "k"],
		["list-keys", "--org", "org_0"],
		["grant", "--org", "org_0", "--usd", "1", "--reason", "r"],
		["balance", "--org", "org_0"],
		["usage", "--org", "org_0", "--by", "day"],
		["audit", "--org", "org_0"],
	])("%s for an unknown organisation exits with 1 and names it", async (...words) => {
		expect(await run([...words, "--json"], database.url)).toEqual({
			code: 1,
			out: "",
			err: 'There is no organisation "org_0"; list-orgs shows their ids.\n',
		});
	});

	test("an empty book has lists that say how to go on", async () => {
		expect((await run(["list-orgs"], database.url)).out).toBe("No organisation yet: create-org makes one.\n");
		expect((await run(["list-keys"], database.url)).out).toBe("No key yet: create-key makes one.\n");
		expect((await run(["parked", "list"], database.url)).out).toBe("Nothing is parked.\n");
		expect((await run(["mail", "list"], database.url)).out).toBe("No mail is parked.\n");
	});
});
