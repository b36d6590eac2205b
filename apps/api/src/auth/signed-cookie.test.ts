import { serializeSignedCookie } from "better-call";
import { describe, expect, it } from "vitest";
import { readSigned } from "./signed-cookie.ts";

const SECRET = "a secret for tests alone";
/** As better-auth sets it; its name and attributes left out. */
const signed = async (value: string) => (await serializeSignedCookie("c", value, SECRET)).slice("c=".length);

describe("a signed cookie", () => {
	it.each(["token", "with.dots.in", "ünïcode", "a=b; c"])("of better-auth's is read: %s", async (value) => {
		expect(await readSigned(await signed(value), SECRET)).toBe(value);
	});

	it("is none under another secret", async () => {
		expect(await readSigned(await signed("token"), "another secret")).toBeUndefined();
	});

	it("is none when a letter of it was changed", async () => {
		const cookie = await signed("token");
		for (let at = 0; at < cookie.length; at++) {
			const other = cookie[at] === "A" ? "B" : "A";
			const changed = cookie.slice(0, at) + other + cookie.slice(at + 1);
			// The last letters before padding hold bits that are not used: such a change changes nothing.
			const read = await readSigned(changed, SECRET);
			expect(read === undefined || read === "token", changed).toBe(true);
			if (at < "token".length) expect(read).toBeUndefined();
		}
	});

	it.each(["", ".", "token", "token.", ".signature", "%", "%E0%A4%A", `token.${"A".repeat(43)}=`])(
		"that is %j is none",
		async (cookie) => {
			expect(await readSigned(cookie, SECRET)).toBeUndefined();
		},
	);
});
