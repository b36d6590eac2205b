import { expect, test } from "vitest";
import { buildHouse } from "../house/build-house.ts";
import { zodComesInParts } from "./bundles.ts";

test("all of zod is found where it would be shipped", () => {
	const text = 'import { a } from "./a.ts";\nimport { z } from "zod";\n';
	expect(zodComesInParts(buildHouse({ "packages/x/src/a.ts": text }))).toEqual([
		expect.objectContaining({ file: "packages/x/src/a.ts", line: 2 }),
	]);
	expect(zodComesInParts(buildHouse({ "packages/x/src/a.test.ts": text }))).toEqual([]);
	const parts = 'import * as z from "zod";\nimport type { ZodType } from "zod";\n';
	expect(zodComesInParts(buildHouse({ "packages/x/src/a.ts": parts }))).toEqual([]);
});
