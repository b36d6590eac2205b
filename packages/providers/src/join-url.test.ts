import { expect, test } from "vitest";
import { joinUrl } from "./join-url.ts";

test("a path is joined with one slash, whatever the base ends in", () => {
	for (const base of ["http://127.0.0.1:9000/v1", "http://127.0.0.1:9000/v1/", "http://127.0.0.1:9000/v1//"]) {
		expect(joinUrl(base, "/chat/completions")).toBe("http://127.0.0.1:9000/v1/chat/completions");
		expect(joinUrl(base, "embeddings")).toBe("http://127.0.0.1:9000/v1/embeddings");
	}
});
