import type { Usage } from "@turnpike/wire";
import { countAt, NotACount, wholeCount } from "../json/count.ts";
import { isRecord, type JsonRecord, valueAt } from "../json/record.ts";
import type { Vendor } from "../vendor.ts";

/** The vendor's spellings that usage depends on. */
export type UsageSpelling = Pick<Vendor, "usagePaths" | "cachedTokenPaths" | "reasoningInsideCompletion">;

/** The usage object of an answer or frame, wherever the vendor puts it; undefined when it carries none. */
export function findUsage(body: JsonRecord, vendor: UsageSpelling): JsonRecord | undefined {
	for (const path of vendor.usagePaths) {
		const found = valueAt(body, path);
		if (isRecord(found)) return found;
	}
	return undefined;
}

/**
 * Makes a chat `usage` object's counts disjoint. `prompt_tokens` contains cached, cache-written and audio tokens;
 * `completion_tokens` contains audio and, but for some vendors, reasoning (OpenAI API reference, CompletionUsage).
 *
 * Counts that cannot be true (negative, fractional, cached more than the prompt) make the whole usage undefined, as if
 * none had come: the caller then counts itself and says that it did. Nothing is clamped into plausibility. Zero is zero.
 */
export function readUsage(usage: JsonRecord, vendor: UsageSpelling): Usage | undefined {
	try {
		const prompt = wholeCount(usage.prompt_tokens, "prompt_tokens");
		const completion = countAt(usage, ["completion_tokens"]) ?? 0;
		return { ...promptClasses(usage, prompt, vendor), ...completionClasses(usage, prompt, completion, vendor) };
	} catch (error) {
		if (error instanceof NotACount) return undefined;
		throw error;
	}
}

function promptClasses(usage: JsonRecord, prompt: number, vendor: UsageSpelling): Usage {
	const cached = firstCount(usage, vendor.cachedTokenPaths);
	const written = countAt(usage, ["prompt_tokens_details", "cache_write_tokens"]) ?? 0;
	const uncached = wholeCount(prompt - cached - written, "prompt_tokens - cached_tokens");
	// Audio may itself be cached; what overlaps is counted as cached.
	const audio = Math.min(countAt(usage, ["prompt_tokens_details", "audio_tokens"]) ?? 0, uncached);
	return {
		input: uncached - audio,
		...(cached > 0 && { cache_read: cached }),
		...(written > 0 && { cache_write_5m: written }),
		...(audio > 0 && { input_audio: audio }),
	};
}

function completionClasses(usage: JsonRecord, prompt: number, completion: number, vendor: UsageSpelling): Usage {
	const details = ["completion_tokens_details"] as const;
	const reasoning = firstCount(usage, [[...details, "reasoning_tokens"], ["reasoning_tokens"]]);
	const audio = countAt(usage, [...details, "audio_tokens"]) ?? 0;
	const inside = reasoningIsInside(usage, prompt, completion, reasoning, vendor);
	const text = wholeCount(completion - audio - (inside ? reasoning : 0), "completion_tokens - reasoning_tokens");
	return {
		output: text,
		...(reasoning > 0 && { reasoning }),
		...(audio > 0 && { output_audio: audio }),
	};
}

/** `total_tokens` shows which sum the provider made; where it fits neither, the vendor's row decides. */
function reasoningIsInside(
	usage: JsonRecord,
	prompt: number,
	completion: number,
	reasoning: number,
	vendor: UsageSpelling,
): boolean {
	if (usage.total_tokens === prompt + completion) return true;
	if (usage.total_tokens === prompt + completion + reasoning) return false;
	return vendor.reasoningInsideCompletion;
}

function firstCount(usage: JsonRecord, paths: readonly (readonly string[])[]): number {
	for (const path of paths) {
		const count = countAt(usage, path);
		if (count !== undefined) return count;
	}
	return 0;
}
