import { describe, expect, it } from "vitest";
import { cookieNames, readCookie, writeCookie } from "./cookies.ts";

const sent = (cookie: string) => new Headers({ cookie });

describe("cookies", () => {
	it("are the browser's own to guard where the server is reached over https", () => {
		const names = cookieNames("https://turnpike.example");
		expect(names).toMatchObject({ secure: true, session: "__Host-turnpike.session_token" });
		expect(writeCookie(names, names.token, "x", 300)).toBe(
			"__Host-turnpike.token=x; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=300",
		);
	});

	it("work over plain http in development, and end with the browser where no age is given", () => {
		const names = cookieNames("http://localhost:8787");
		expect(writeCookie(names, names.session, "x", undefined)).toBe(
			"turnpike.session_token=x; Path=/; HttpOnly; SameSite=Lax",
		);
	});

	it("are read by their whole name, and not at all where there are two of one", () => {
		expect(readCookie(sent("a=1; b=2=3;c="), "b")).toBe("2=3");
		expect(readCookie(sent("a=1; b=2;c="), "c")).toBe("");
		expect(readCookie(sent("xa=1"), "a")).toBeUndefined();
		expect(readCookie(sent("a=1; a=2"), "a")).toBeUndefined();
		expect(readCookie(new Headers(), "a")).toBeUndefined();
	});
});
