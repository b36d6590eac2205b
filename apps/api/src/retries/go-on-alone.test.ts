import { MemoryAnswers } from "@turnpike/replays";
import { createLogger } from "@turnpike/telemetry";
import { makeVault } from "@turnpike/vault";
import { describe, expect, it } from "vitest";
import { InFlight } from "../http/in-flight.ts";
import { aCall, aGeneration, anOpenCall } from "../inference/examples.fixture.ts";
import { Archive } from "./archive.ts";
import { fingerprintOf, nameOfBody } from "./call-name.ts";
import { Drains } from "./drains.ts";
import { goOnAlone } from "./go-on-alone.ts";

const provider = (cancelStopsBilling: boolean) =>
	({ vendor: { cancelStopsBilling } }) as Parameters<typeof goOnAlone>[2];

function open(most = 1) {
	const released: string[] = [];
	const store = new MemoryAnswers(() => 0);
	const vault = makeVault([{ version: 1, secret: "a secret for tests alone" }]);
	const deps = {
		drains: new Drains(most),
		archive: new Archive({ store, vault, onTrouble: () => {} }),
		inFlight: new InFlight(),
		limits: {
			admit: () => {
				throw new Error("what goes on alone admits nothing");
			},
			release: ({ permitId }: { permitId: string }) => void released.push(permitId),
		},
		log: createLogger({ level: "debug", write: () => {}, now: () => 0, human: false }),
	};
	const left = (stream: boolean, id = "gen_1", name?: string) => {
		const call = aCall({ stream });
		return aGeneration({ id, call, open: { ...anOpenCall(call), name } });
	};
	return { deps, store, released, left };
}

describe("an answer that nobody waits for", () => {
	it.each([
		["a stream whose provider stops billing when it is closed is stopped", true, true, undefined, false],
		["a stream whose provider does not goes on", true, false, undefined, true],
		["a stream its caller gave a name to goes on", true, true, "key:1", true],
		["a whole answer goes on", false, true, undefined, true],
	])("%s", (_, stream, cancelStopsBilling, name, goesOn) => {
		const { deps, released, left } = open();
		expect(goOnAlone(deps, left(stream, "gen_1", name), provider(cancelStopsBilling))).toBe(goesOn);
		expect(deps.drains.count).toBe(goesOn ? 1 : 0);
		expect(released).toHaveLength(goesOn ? 1 : 0);
	});

	it("streamed goes on only while there are not too many of them", () => {
		const { deps, left } = open(1);
		const alone = (id: string) => goOnAlone(deps, left(true, id), provider(false));
		expect([alone("gen_1"), alone("gen_1"), alone("gen_2")]).toEqual([true, true, false]);
		deps.drains.end("gen_1");
		expect(alone("gen_2")).toBe(true);
	});

	it("whole goes on however many there are: stopped it would be free, and billed to us", () => {
		const { deps, left } = open(1);
		const alone = (id: string) => goOnAlone(deps, left(false, id), provider(true));
		expect([alone("gen_1"), alone("gen_2")]).toEqual([true, true]);
	});

	it("is known to other processes while it goes on, has its answer for them then, and keeps a drain waiting for that", async () => {
		const { deps, store, left } = open();
		const generation = left(false);
		goOnAlone(deps, generation, provider(true));
		const fingerprint = await fingerprintOf(generation.call);
		const name = { keyId: "key_1", name: nameOfBody(fingerprint) };
		await expect.poll(() => store.find(name, fingerprint)).toEqual({ kind: "running" });
		expect(deps.inFlight.count).toBe(1);
		await generation.open.onEnd?.(() => ({ headers: {}, text: "an answer" }));
		expect(deps.inFlight.count).toBe(0);
		expect(await deps.archive.find(name, fingerprint)).toEqual({
			kind: "answered",
			answer: { headers: {}, text: "an answer" },
		});
	});

	it("and that failed is known to nobody", async () => {
		const { deps, store, left } = open();
		const generation = left(false);
		goOnAlone(deps, generation, provider(true));
		await generation.open.onEnd?.(undefined);
		const fingerprint = await fingerprintOf(generation.call);
		expect(await store.find({ keyId: "key_1", name: nameOfBody(fingerprint) }, fingerprint)).toBeUndefined();
	});
});
