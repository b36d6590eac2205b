import { type Call, completionTokens, INPUT_CLASSES, type Usage } from "@turnpike/wire";
import type { Transcript } from "../../retries/transcript.ts";
import type { StreamProgress } from "../stream-progress.ts";
import { estimateTokens } from "./estimate-tokens.ts";
import { estimateOutputTokens, estimateUsage } from "./estimate-usage.ts";
import { textOfStream } from "./generated-text.ts";
import type { Weighed } from "./weighed.ts";

/**
 * What a stream used, as far as it got: the provider's own count where it came; else the prompt by the provider's word or
 * by ours, and the output by what passed. Of a stream that said nothing, not even its prompt's count, nothing is known.
 *
 * @param transcript what was sent: its words are counted, where it has all of them. Without it their length stands for them,
 * which is quick.
 */
export function weighStream(progress: StreamProgress, call: Call, transcript?: Pick<Transcript, "text">): Weighed {
	const { usage, complete, contentLength } = progress;
	// An explicit zero is zero.
	if (usage && complete) return { usage, evidence: "provider" };
	const prompt = progress.promptUsage ?? (usage && promptOf(usage));
	if (!prompt && contentLength === 0) return { usage: {}, evidence: "none" };
	const sent = transcript?.text();
	const counted =
		sent === undefined ? estimateOutputTokens(contentLength) : estimateTokens(textOfStream(call.format, sent));
	// Some providers count as they go: they have billed that much already.
	if (usage && completionTokens(usage) >= counted) return { usage, evidence: "counted" };
	return { usage: estimateUsage(call, prompt, counted), evidence: "counted" };
}

function promptOf(usage: Usage): Usage {
	return Object.fromEntries(INPUT_CLASSES.flatMap((name) => (usage[name] === undefined ? [] : [[name, usage[name]]])));
}
