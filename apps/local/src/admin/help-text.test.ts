import { describe, expect, it } from "vitest";
import { usageLine, verbHelp, verbList } from "./help-text.ts";
import { VERBS } from "./verbs.ts";

const names = VERBS.map(({ name }) => name);

describe("help", () => {
	it("lists every verb with its summary", () => {
		const lines = verbList(VERBS).split("\n");
		for (const { name, summary } of VERBS)
			expect(lines.filter((line) => line.startsWith(`  ${name} `) && line.endsWith(`  ${summary}`))).toHaveLength(1);
		expect(new Set(names).size).toBe(names.length);
	});

	it.each(VERBS.map((verb) => [verb.name, verb] as const))(
		"shows every option of %s, and --json and --help",
		(_, verb) => {
			const help = verbHelp(verb);
			for (const [name, { help: sentence }] of Object.entries(verb.options)) {
				expect(help).toMatch(new RegExp(`^  --${name}\\b.*`, "m"));
				expect(help).toContain(sentence);
			}
			expect(help).toMatch(/^ {2}--json /m);
			expect(help).toMatch(/^ {2}--help /m);
			expect(help).toContain(verb.summary);
		},
	);

	it("writes what must be given, and that there is more", () => {
		const line = (wanted: string) => {
			const verb = VERBS.find(({ name }) => name === wanted);
			return verb && usageLine(verb);
		};
		expect(line("grant")).toBe("Usage: npm run admin -- grant --org ID --usd USD --reason TEXT [options]");
		expect(line("parked")).toBe("Usage: npm run admin -- parked list|retry [ID]");
		expect(line("balance")).toBe("Usage: npm run admin -- balance --org ID");
	});

	it("has the verbs of the contract that exist, and no others", () => {
		const contract = ["create-org", "create-key", "grant", "balance", "audit", "quickstart", "list-orgs", "list-keys"];
		const more = ["revoke-key", "usage", "doctor", "parked", "reconcile", "refund", "create-user"];
		for (const name of [...contract, ...more]) expect(names).toContain(name);
		expect(names).not.toContain("drop-everything");
	});
});
