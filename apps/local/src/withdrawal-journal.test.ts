import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { UsageEvent } from "@turnpike/ledger";
import { nanoUsd } from "@turnpike/money";
import { afterAll, expect, it } from "vitest";
import { WithdrawalFiles } from "./withdrawal-journal.ts";

const folders: string[] = [];
afterAll(async () => {
	for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

async function open() {
	const dataDir = await mkdtemp(join(tmpdir(), "turnpike-journal-"));
	folders.push(dataDir);
	return dataDir;
}

const unreadable = () => {
	throw new Error("everything can be read");
};

const event: UsageEvent = {
	generationId: "0199a5f0-0000-7000-8000-000000000001",
	organisationId: "org_1",
	accountId: "acc_1",
	projectId: "prj_1",
	keyId: "key_1",
	allowanceId: "0199a5f0-0000-7000-8000-000000000002",
	status: "completed",
	estimated: false,
	evidence: "provider",
	model: "sandbox/echo",
	provider: "sandbox",
	endpointId: "sandbox/echo@sandbox",
	priceVersionId: "price_1",
	usage: { input: 12, output: 3 },
	holdNanoUsd: nanoUsd(9_007_199_254_740_993n),
	chargeNanoUsd: nanoUsd(45_180n),
	providerCostNanoUsd: nanoUsd(0n),
	format: "chat",
	streamed: true,
	finishReason: "stop",
	upstreamId: "",
	admittedAt: 1_790_000_000_000,
	ttftMs: 12,
	latencyMs: 80,
	attempts: [],
	memberId: "",
	tags: [],
	requestSha256: "ab".repeat(32),
	endUser: "",
	app: "",
};

it("what one process notes the next one finds, until it is forgotten", async () => {
	const dataDir = await open();
	await new WithdrawalFiles(dataDir).note(event);
	await new WithdrawalFiles(dataDir).note(event);
	const next = new WithdrawalFiles(dataDir);
	expect(await next.left(unreadable)).toEqual([event]);
	await next.forget(event);
	await next.forget(event);
	expect(await next.left(unreadable)).toEqual([]);
});

it("a data directory without an outage behind it has nothing, not even a folder", async () => {
	const dataDir = await open();
	expect(await new WithdrawalFiles(dataDir).left(unreadable)).toEqual([]);
	expect(await readdir(dataDir)).toEqual([]);
});

it("a file that was cut off is told of, stays, and hides no other", async () => {
	const dataDir = await open();
	const files = new WithdrawalFiles(dataDir);
	await files.note(event);
	await writeFile(join(dataDir, "withdrawals/other.json"), '{"generationId":');
	const told: string[] = [];
	expect(await files.left((path) => told.push(path))).toEqual([event]);
	expect(told).toEqual([join(dataDir, "withdrawals/other.json")]);
});
