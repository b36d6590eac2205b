const LINK = /https?:\/\/[^\s<>"]+[^\s<>".,;:)]/g;

/** A part of a text: words, or a link. */
export interface TextPart {
	/** Where it begins. */
	readonly start: number;
	readonly text: string;
	readonly link: boolean;
}

/** A text with its links told apart. */
export function linkedParts(text: string): readonly TextPart[] {
	const parts: TextPart[] = [];
	let start = 0;
	for (const match of text.matchAll(LINK)) {
		if (match.index > start) parts.push({ start, text: text.slice(start, match.index), link: false });
		parts.push({ start: match.index, text: match[0], link: true });
		start = match.index + match[0].length;
	}
	if (start < text.length) parts.push({ start, text: text.slice(start), link: false });
	return parts;
}
