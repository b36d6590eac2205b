import { expect, test } from "vitest";
import { CommandFailed, WrongUse } from "./failures.ts";
import { makeOperator } from "./operator.ts";
import { runAdmin } from "./run-admin.ts";
import { type Act, defineVerb } from "./verb.ts";

/** Runs a verb `do` that acts as told. */
async function run(words: readonly string[], act: Act = async () => ({ json: { done: true }, text: "Done." })) {
	const verb = defineVerb({
		name: "do",
		summary: "Does.",
		options: { how: { value: "HOW", help: "In which way." } },
		plan(given) {
			if (given.text("how") === "badly") throw new WrongUse("--how must not be badly.");
			return act;
		},
	});
	let out = "";
	let err = "";
	const terminal = {
		out: (text: string) => {
			out += text;
		},
		err: (text: string) => {
			err += text;
		},
	};
	const operator = makeOperator({
		readConfig: () => {
			throw new Error("nothing here needs a configuration");
		},
		note: () => {},
	});
	const code = await runAdmin([verb], words, terminal, operator);
	return { code, out, err };
}

test("a verb that succeeds prints its text, or its object alone on one line", async () => {
	expect(await run(["do"])).toEqual({ code: 0, out: "Done.\n", err: "" });
	expect(await run(["do", "--json"])).toEqual({ code: 0, out: '{"done":true}\n', err: "" });
});

test("a text that ends its last line itself is left as it is", async () => {
	expect((await run(["do"], async () => ({ json: {}, text: "a,b\r\n" }))).out).toBe("a,b\r\n");
});

test("a verb that finds something wrong prints it all the same and exits with 1", async () => {
	const found: Act = async () => ({ json: { wrong: 1 }, text: "Wrong.", failed: true });
	expect(await run(["do", "--json"], found)).toEqual({ code: 1, out: '{"wrong":1}\n', err: "" });
});

test("a verb that cannot be carried out says why on standard error only", async () => {
	const fail: Act = async () => {
		throw new CommandFailed("It is not there.");
	};
	expect(await run(["do", "--json"], fail)).toEqual({ code: 1, out: "", err: "It is not there.\n" });
});

test("wrong use is a sentence and the usage, exit 2, before anything is done", async () => {
	const act: Act = () => Promise.reject(new Error("it was done"));
	expect(await run(["do", "--how", "badly"], act)).toEqual({
		code: 2,
		out: "",
		err: "--how must not be badly.\nUsage: npm run admin -- do [options]\n",
	});
	expect(await run(["do", "--what"], act)).toMatchObject({ code: 2, out: "" });
});

test("an unknown verb, or none, is answered with the verbs there are", async () => {
	for (const words of [["undo"], []]) {
		const { code, out, err } = await run(words);
		expect([code, out]).toEqual([2, ""]);
		expect(err).toContain("  do  Does.");
	}
	expect((await run(["undo"])).err).toMatch(/^There is no verb "undo"\./);
});

test("help goes to standard output, and nothing is done", async () => {
	const act: Act = () => Promise.reject(new Error("it was done"));
	for (const words of [["--help"], ["help"], ["do", "--help"], ["do", "-h"], ["do", "--how", "well", "--help"]]) {
		const { code, out, err } = await run(words, act);
		expect([code, err]).toEqual([0, ""]);
		expect(out).toContain("Usage: npm run admin --");
	}
});
