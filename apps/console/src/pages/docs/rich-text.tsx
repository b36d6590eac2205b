import { Fragment, type ReactNode } from "react";
import { INLINE_CODE } from "./prose.tsx";

/** A piece of a text with marks in it. */
export interface Piece {
	/** Where it begins: its key. */
	readonly at: number;
	readonly kind: "text" | "code" | "strong";
	readonly text: string;
}

const MARKS = /`([^`]+)`|\*\*([^*]+)\*\*/g;

/** Takes apart what the reference writes: `code` and **what matters**; its descriptions have no other marks. */
export function piecesOf(text: string): readonly Piece[] {
	const pieces: Piece[] = [];
	let end = 0;
	for (const match of text.matchAll(MARKS)) {
		if (match.index > end) pieces.push({ at: end, kind: "text", text: text.slice(end, match.index) });
		const [whole, code, strong = ""] = match;
		pieces.push(
			code === undefined
				? { at: match.index, kind: "strong", text: strong.replaceAll("`", "") }
				: { at: match.index, kind: "code", text: code },
		);
		end = match.index + whole.length;
	}
	if (end < text.length) pieces.push({ at: end, kind: "text", text: text.slice(end) });
	return pieces;
}

/** A line of the reference's own text. */
export function RichText({ text }: { readonly text: string }): ReactNode {
	return piecesOf(text).map(({ at, kind, text: piece }) => {
		if (kind === "code") {
			return (
				<code key={at} className={INLINE_CODE}>
					{piece}
				</code>
			);
		}
		return kind === "strong" ? <strong key={at}>{piece}</strong> : <Fragment key={at}>{piece}</Fragment>;
	});
}
