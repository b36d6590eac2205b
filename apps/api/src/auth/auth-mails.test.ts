import type { NewMail } from "@turnpike/db";
import { describe, expect, it } from "vitest";
import { authMails, ownPath } from "./auth-mails.ts";

describe("a mail about an account", () => {
	const posted: NewMail[] = [];
	let count = 0;
	const mails = authMails(
		async (mail) => posted.push(mail),
		() => "https://turnpike.example",
		() => String(++count),
	);
	const ada = { id: "usr_1", email: "ada@example.com" };

	it("goes to whom it is about, is told once each time, and leads to a page of the console", async () => {
		await mails.confirmAddress(ada, "a.b-c", "/invitation?token=f00");
		await mails.resetPassword(ada, "reset");
		await mails.alreadySignedUp(ada);
		await mails.passwordChanged(ada);
		const links = posted.map(({ text }) => /https:\S+/.exec(text)?.[0]);
		expect(links).toEqual([
			"https://turnpike.example/verify-email?token=a.b-c&next=%2Finvitation%3Ftoken%3Df00",
			"https://turnpike.example/reset-password?token=reset",
			"https://turnpike.example/sign-in",
			"https://turnpike.example/forgot-password",
		]);
		expect(new Set(posted.map(({ dedupeKey }) => dedupeKey)).size).toBe(posted.length);
		expect(posted.every(({ to }) => to === "ada@example.com")).toBe(true);
	});
});

describe("where a link leads on to", () => {
	it.each(["/keys", "/invitation?token=abc-1", "/models/openai/gpt-5.5"])("may be %s", (path) => {
		expect(ownPath(path)).toBe(path);
	});

	it.each([
		"https://evil.example",
		"//evil.example",
		"/\\evil.example",
		"/a\nb",
		"javascript:alert(1)",
		"keys",
		"/a#b",
		"/",
		"",
		undefined,
		null,
	])("is not %j", (path) => {
		expect(ownPath(path)).toBeUndefined();
	});
});
