import { expect, test } from "vitest";
import { nextPath } from "./next-path.ts";

test.each(["/keys", "/invitation?token=ab12", "/usage?time=30d&by=key"])("%s is gone on to", (path) => {
	expect(nextPath(path, "/usage")).toBe(path);
});

test.each([undefined, "", "https://evil.test", "//evil.test", "/\\evil.test", "javascript:alert(1)", "/a b", "/#x"])(
	"%j is not",
	(path) => {
		expect(nextPath(path, "/usage")).toBe("/usage");
	},
);
