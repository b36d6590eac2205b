import { type Kind, requestBody } from "../request-body.ts";
import { TEXT_CHUNKS } from "../upstream/answers.ts";
import type { Target } from "./target.ts";

/**
 * One exchange of each kind, read with care, before anything is timed: a target that loses text, usage or `[DONE]` would
 * otherwise look fast. Throws with what was missing.
 */
export async function checkTarget(target: Target, kinds: readonly Kind[]): Promise<void> {
	for (const kind of kinds) {
		const answer = await fetch(target.url, {
			method: "POST",
			headers: { "content-type": "application/json", authorization: `Bearer ${target.key}` },
			body: requestBody(kind),
		});
		const text = await answer.text();
		const problem = answer.status === 200 ? problemOf(kind, text) : `status ${answer.status}`;
		if (problem !== undefined) throw new Error(`${target.name}, ${kind}: ${problem}: ${text.slice(0, 500)}`);
	}
}

function problemOf(kind: Kind, text: string): string | undefined {
	if (!new RegExp(`"completion_tokens": ?${TEXT_CHUNKS}\\b`).test(text)) return "no usage";
	if (kind === "json") return text.includes("is paid once per mile") ? undefined : "not the upstream's text";
	if (!text.endsWith("data: [DONE]\n\n")) return "no [DONE] at the end";
	const chunks = text.split('"content":"').length - 1;
	return chunks === TEXT_CHUNKS ? undefined : `${chunks} text chunks instead of ${TEXT_CHUNKS}`;
}
