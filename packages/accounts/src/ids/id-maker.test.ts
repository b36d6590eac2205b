import { getRandomValues } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { idToUuid, timeOfUuid, uuidToId } from "./id.ts";
import { createIdMaker } from "./id-maker.ts";

const NOW = 1_790_000_000_000;

function makerAt(times: () => number) {
	return createIdMaker({ now: times, fillRandom: (bytes) => void getRandomValues(bytes) });
}

describe("an id maker", () => {
	test("makes UUIDs of version 7 and the RFC's variant", () => {
		const maker = makerAt(() => NOW);
		for (let count = 0; count < 300; count++) {
			expect(maker.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
		}
	});

	test("puts the time in front", () => {
		expect(timeOfUuid(makerAt(() => NOW).uuid())).toBe(NOW);
	});

	test("makes ids with the prefix of their kind that can be read back", () => {
		const maker = makerAt(() => NOW);
		expect(maker.id("generation")).toMatch(/^gen_[0-9a-f]{32}$/);
		expect(idToUuid("key", maker.id("key"))).toBeDefined();
	});

	test("gives both forms of one id", () => {
		const { id, uuid } = makerAt(() => NOW).named("generation");
		expect(id).toBe(uuidToId("generation", uuid));
	});

	test("goes on ascending within a millisecond, even past its counter's end", () => {
		const maker = makerAt(() => NOW);
		const ids = Array.from({ length: 10_000 }, () => maker.uuid());
		expect(ids).toEqual([...ids].sort());
		expect(new Set(ids).size).toBe(ids.length);
		expect(timeOfUuid(ids.at(-1) ?? "")).toBeLessThanOrEqual(NOW + 3);
	});

	test("goes on ascending whatever the clock does", () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: NOW, max: NOW + 5 }), { minLength: 2 }), (times) => {
				let index = 0;
				const maker = makerAt(() => times[index++] ?? NOW);
				const ids = times.map(() => maker.id("generation"));
				expect(ids).toEqual([...ids].sort());
			}),
		);
	});

	test("two makers at the same moment do not collide", () => {
		const [a, b] = [makerAt(() => NOW), makerAt(() => NOW)];
		const ids = Array.from({ length: 1_000 }, () => [a.uuid(), b.uuid()]).flat();
		expect(new Set(ids).size).toBe(2_000);
	});

	test("never uses a random byte twice", () => {
		let drawn = 0;
		const maker = createIdMaker({
			now: () => NOW + drawn,
			fillRandom: (bytes) => {
				for (let index = 0; index < bytes.length; index += 4) {
					new DataView(bytes.buffer).setUint32(index, ++drawn);
				}
			},
		});
		const tails = Array.from({ length: 500 }, () => maker.uuid().slice(24));
		expect(new Set(tails).size).toBe(500);
	});
});
