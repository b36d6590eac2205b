import type { Letter, WrittenLetter } from "./letter.ts";

const LONGEST_SUBJECT = 200;
/** Readers' own styles are kept: a mail that sets few things looks right in the dark too. */
const BODY_STYLE = "margin:0;padding:24px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif";
const ACTION_STYLE =
	"display:inline-block;padding:10px 20px;border-radius:6px;background:#1f4fd8;color:#ffffff;text-decoration:none;font-weight:600";

/** Gives a letter its subject, plain text and HTML. @throws RangeError when the link is not http(s). */
export function writeLetter(letter: Letter): WrittenLetter {
	if (letter.action && !/^https?:\/\/\S+$/.test(letter.action.url))
		throw new RangeError("a mail links to http(s) only");
	return { subject: oneLine(letter.subject).slice(0, LONGEST_SUBJECT), text: textOf(letter), html: htmlOf(letter) };
}

function textOf({ paragraphs, action, footnote }: Letter): string {
	const parts = paragraphs.map(oneLine);
	if (action) parts.push(`${oneLine(action.label)}:\n${action.url}`);
	if (footnote !== undefined) parts.push(`--\n${oneLine(footnote)}`);
	return `${parts.join("\n\n")}\n`;
}

function htmlOf({ subject, paragraphs, action, footnote }: Letter): string {
	const parts = paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`);
	if (action) {
		const url = escaped(action.url);
		parts.push(`<p><a href="${url}" style="${ACTION_STYLE}">${escaped(action.label)}</a></p>`);
		parts.push(`<p style="font-size:13px">Or open this address:<br><a href="${url}">${url}</a></p>`);
	}
	if (footnote !== undefined) parts.push(`<p style="font-size:13px;opacity:.75">${escaped(footnote)}</p>`);
	return [
		'<!doctype html><html lang="en"><head><meta charset="utf-8">',
		'<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">',
		`<title>${escaped(subject)}</title></head>`,
		`<body style="${BODY_STYLE}"><div style="max-width:560px;margin:0 auto">`,
		'<p style="font-weight:700;font-size:18px">Turnpike</p>',
		...parts,
		"</div></body></html>",
	].join("\n");
}

/** A name with a line break in it must not begin a line, or a header. */
function oneLine(text: string): string {
	return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}

const ENTITIES: Readonly<Record<string, string>> = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	'"': "&quot;",
	"'": "&#39;",
};

function escaped(text: string): string {
	return oneLine(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
