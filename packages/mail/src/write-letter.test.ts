import { describe, expect, test } from "vitest";
import { writeLetter } from "./write-letter.ts";

const LETTER = {
	subject: "Confirm your e-mail address",
	paragraphs: ["Welcome to Turnpike.", "One step is left."],
	action: { label: "Confirm", url: "https://turnpike.example/verify?token=a&next=%2F" },
	footnote: "Somebody signed up with this address.",
};

describe("a letter", () => {
	test("reads well as plain text, with its link on a line of its own", () => {
		expect(writeLetter(LETTER)).toMatchObject({
			subject: "Confirm your e-mail address",
			text: [
				"Welcome to Turnpike.",
				"",
				"One step is left.",
				"",
				"Confirm:",
				"https://turnpike.example/verify?token=a&next=%2F",
				"",
				"--",
				"Somebody signed up with this address.",
				"",
			].join("\n"),
		});
	});

	test("has the same in HTML, with the link to press and to copy", () => {
		const { html } = writeLetter(LETTER);
		expect(html).toContain("<p>One step is left.</p>");
		const links = html.match(/href="https:\/\/turnpike\.example\/verify\?token=a&amp;next=%2F"/g);
		expect(links).toHaveLength(2);
	});

	test("takes what people call themselves as text: no markup, no header, no line of its own", () => {
		const name = `<img src=x onerror="alert(1)">'\r\nBcc: all@example.com\u2028`;
		const { subject, text, html } = writeLetter({ subject: `${name} invites you`, paragraphs: [`${name} wrote.`] });
		expect(subject).not.toMatch(/[\r\n\u2028]/);
		expect(text.trim().split(/[\r\n\u2028]/)).toHaveLength(1);
		expect(html).not.toContain("<img");
		expect(html).toContain("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&#39; Bcc");
	});

	test("keeps its subject short", () => {
		expect(writeLetter({ subject: "x".repeat(5_000), paragraphs: [] }).subject).toHaveLength(200);
	});

	test.each(["javascript:alert(1)", "/verify", "https://a.example/\nx"])("links to http(s) only, not to %j", (url) => {
		expect(() => writeLetter({ ...LETTER, action: { label: "Go", url } })).toThrow(RangeError);
	});
});
