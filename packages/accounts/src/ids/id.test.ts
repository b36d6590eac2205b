import { expect, test } from "vitest";
import { generationIdToUuid, idToUuid, timeOfUuid, uuidToId } from "./id.ts";

const UUID = "0199a5f0-1c2b-7abc-8def-0123456789ab";

test("an id and its UUID turn into one another", () => {
	expect(uuidToId("generation", UUID)).toBe("gen_0199a5f01c2b7abc8def0123456789ab");
	expect(generationIdToUuid("gen_0199a5f01c2b7abc8def0123456789ab")).toBe(UUID);
	expect(idToUuid("organisation", uuidToId("organisation", UUID))).toBe(UUID);
	expect(uuidToId("key", UUID.toUpperCase())).toBe("key_0199a5f01c2b7abc8def0123456789ab");
});

test.each([
	["another prefix", "key_0199a5f01c2b7abc8def0123456789ab"],
	["no prefix", "0199a5f01c2b7abc8def0123456789ab"],
	["dashes", `gen_${UUID}`],
	["a digit too few", "gen_0199a5f01c2b7abc8def0123456789a"],
	["a digit too many", "gen_0199a5f01c2b7abc8def0123456789abc"],
	["another version", "gen_0199a5f01c2b4abc8def0123456789ab"],
	["another variant", "gen_0199a5f01c2b7abc0def0123456789ab"],
	["something appended", "gen_0199a5f01c2b7abc8def0123456789ab'--"],
	["nothing", ""],
])("a generation id with %s is none", (_, id) => {
	expect(generationIdToUuid(id)).toBeUndefined();
});

test("what is no UUIDv7 cannot become an id", () => {
	expect(() => uuidToId("key", "0199a5f0-1c2b-4abc-8def-0123456789ab")).toThrow(RangeError);
	expect(() => timeOfUuid("x")).toThrow(RangeError);
});

test("a UUIDv7 tells its time", () => {
	expect(timeOfUuid(UUID)).toBe(0x0199a5f01c2b);
});
