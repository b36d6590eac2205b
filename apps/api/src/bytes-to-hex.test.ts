import { expect, test } from "vitest";
import { bytesToHex } from "./bytes-to-hex.ts";

test("every byte becomes two digits in lower case, in order", () => {
	const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
	expect(bytesToHex(bytes)).toBe(Buffer.from(bytes).toString("hex"));
	expect(bytesToHex(bytes.subarray(9, 17))).toBe("090a0b0c0d0e0f10");
	expect(bytesToHex(new Uint8Array())).toBe("");
});
