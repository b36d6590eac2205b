import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Account, Client, chat, eventually, expectRefusal, openStack, type Stack } from "../harness/index.ts";

const ROOT = new URL("../../../../", import.meta.url);

/** With blanks and letters that a writer of JSON would write otherwise. */
const BODY = `  ${JSON.stringify(chat("what does this cost, Zoë?"), null, 2)}\n`;

let stack: Stack;
let account: Account;
let key: string;
let client: Client;
let id: string;
let verifier: string;

beforeAll(async () => {
	stack = await openStack("receipts");
	account = await stack.account();
	key = (await account.key()).text;
	client = new Client(stack.baseUrl, key);
	const answer = await client.post("/v1/chat/completions", BODY);
	id = answer.headers.get("x-generation-id") ?? "";
	verifier = await mkdtemp(join(tmpdir(), "turnpike-verifier-"));
	await writeFile(join(verifier, "verify.mts"), await printedVerifier());
	await symlink(new URL("node_modules", ROOT), join(verifier, "node_modules"));
});
afterAll(async () => {
	expect((await stack.audit()).clean).toBe(true);
	await stack?.close();
	await rm(verifier, { recursive: true, force: true });
});

/** The program in the README, to the letter. */
async function printedVerifier(): Promise<string> {
	const readme = await readFile(new URL("README.md", ROOT), "utf8");
	const [, program] = /### Check a debit yourself[\s\S]*?```ts\n([\s\S]*?)```/.exec(readme) ?? [];
	if (program === undefined) throw new Error("the README has no verifier");
	return program;
}

async function receiptOf(generation = id): Promise<string> {
	const final = async () => (await client.get(`/v1/generation?id=${generation}&receipt=1`)).body.data;
	await eventually(async () => expect((await final())?.receipt_status).toBe("final"), 20_000);
	return String((await final())?.receipt);
}

function verify(host: string, generation = id): Promise<{ stdout: string }> {
	return promisify(execFile)(process.execPath, ["verify.mts", host, key, generation], { cwd: verifier });
}

describe("a receipt", () => {
	test("is there as soon as the ledger has the debit, and says what the record says", async () => {
		const claims = decodeJwt(await receiptOf());
		const { data } = (await client.get(`/api/v1/generation?id=${id}`)).body;
		expect(data).not.toHaveProperty("receipt");
		expect(claims).toMatchObject({
			sub: id,
			cost_usd: data?.total_cost_usd,
			transaction_id: data?.transaction_id,
			price_version: data?.price_version,
			organization_id: account.organisationId,
			usage: data?.usage_by_class,
			sandbox: true,
			house_nano_usd: "0",
			request_sha256: createHash("sha256").update(BODY).digest("hex"),
		});
	});

	test("is the same whenever it is asked for", async () => {
		expect(new Set(await Promise.all(Array.from({ length: 5 }, () => receiptOf()))).size).toBe(1);
	});

	test("is checked by the program in the README, which is not longer than twenty lines", async () => {
		expect((await printedVerifier()).trimEnd().split("\n").length).toBeLessThanOrEqual(20);
		const { iss } = decodeJwt(await receiptOf());
		const { stdout } = await verify(String(iss));
		expect(stdout).toMatch(new RegExp(`^${id} cost 0\\.\\d{9} USD`));
		await expect(verify(String(iss), "gen_0198c2f04c3a7d5e9c41a5b6c7d8e9f0")).rejects.toThrow();
	});

	test("is nobody else's", async () => {
		const stranger = new Client(stack.baseUrl, (await (await stack.account()).key()).text);
		const path = `/v1/generation?id=${id}&receipt=1`;
		const refusal = { status: 404, type: "invalid_request_error", code: "not_found" };
		expectRefusal(await stranger.get(path), path, refusal);
	});
});
