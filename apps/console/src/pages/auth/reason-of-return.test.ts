import { expect, test } from "vitest";
import { reasonOfReturn } from "./reason-of-return.ts";

test("every way back without getting in has its sentence, and none repeats what a link says", () => {
	const codes = ["email_not_verified", "account_not_linked", "access_denied", "state_mismatch"];
	expect(new Set(codes.map(reasonOfReturn)).size).toBe(codes.length);
	expect(reasonOfReturn("<b>call this number</b>")).toBe(reasonOfReturn("invalid_code"));
});
