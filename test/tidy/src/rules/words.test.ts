import { expect, test } from "vitest";
import { buildHouse } from "../house/build-house.ts";
import { everyPackageHasAReadme, noDrawers, nothingIsLeftToDo, nothingOfOneMachine } from "./words.ts";

test.each(["packages/utils/a.ts", "a/helpers/b.ts", "a/common.ts", "a/string-utils.ts", "a/util.ts", "shared/a.md"])(
	"%s is a drawer",
	(path) => {
		expect(noDrawers(buildHouse({ [path]: "" }))).toHaveLength(1);
	},
);

test.each(["a/utility-bill.ts", "a/most-common.ts", "a/commons/b.ts"])("%s is none", (path) => {
	expect(noDrawers(buildHouse({ [path]: "" }))).toEqual([]);
});

test("what is left to do is found, in code and in words", () => {
	const note = `TO${"DO"}: later`;
	expect(nothingIsLeftToDo(buildHouse({ "a.ts": `// first\n// ${note}`, "b.md": note }))).toEqual([
		expect.objectContaining({ file: "a.ts", line: 2 }),
		expect.objectContaining({ file: "b.md", line: 1 }),
	]);
	expect(nothingIsLeftToDo(buildHouse({ "a.md": "mastodon, todos" }))).toEqual([]);
});

test.each([
	'const path = "/home/someone/project";',
	"see /Users/me/x",
	"cd /root/x",
	"https://registry.example.com/x",
	"run verdaccio",
])("%s is of one machine", (text) => {
	expect(nothingOfOneMachine(buildHouse({ "a.md": text }))).toHaveLength(1);
});

test.each(['import "./metrics/registry.ts";', "/v1/keys", "the root folder", "/var/lib/turnpike", "/tmp"])(
	"%s is not",
	(text) => {
		expect(nothingOfOneMachine(buildHouse({ "a.md": text }))).toEqual([]);
	},
);

test("a package without a README is found", () => {
	const manifest = { "packages/money/package.json": "{}" };
	expect(everyPackageHasAReadme(buildHouse(manifest))).toEqual([
		expect.objectContaining({ file: "packages/money/README.md" }),
	]);
	expect(everyPackageHasAReadme(buildHouse({ ...manifest, "packages/money/README.md": "" }))).toEqual([]);
});
