import type { Usage } from "@turnpike/wire";
import { countAt, NotACount, wholeCount } from "../json/count.ts";
import { type JsonRecord, recordsAt } from "../json/record.ts";

/** Sampling whose tokens the top level leaves out: they are billed all the same (BetaIterationsUsage). */
const BESIDE_TOP_LEVEL = ["compaction", "advisor_message"];

/**
 * Usage gathered over a stream: `message_start` announces the prompt, `message_delta` repeats all counts cumulatively,
 * null where it has nothing new to say. A later count replaces an earlier one.
 */
export function mergeUsage(earlier: JsonRecord, later: JsonRecord): JsonRecord {
	const said = Object.entries(later).filter(([, value]) => value !== null && value !== undefined);
	return { ...earlier, ...Object.fromEntries(said) };
}

/**
 * Disjoint counts of a Messages `usage`. `input_tokens` leaves cached tokens out already; `output_tokens` contains
 * thinking. Counts that cannot be true make the whole undefined, as if none had come.
 */
export function readUsage(usage: JsonRecord): Usage | undefined {
	try {
		return addBeside(topLevel(usage), recordsAt(usage, "iterations"));
	} catch (error) {
		if (error instanceof NotACount) return undefined;
		throw error;
	}
}

/** The prompt's classes alone. */
export function readPromptUsage(usage: JsonRecord): Usage | undefined {
	try {
		return promptClasses(usage);
	} catch (error) {
		if (error instanceof NotACount) return undefined;
		throw error;
	}
}

function topLevel(usage: JsonRecord): Usage {
	const produced = wholeCount(usage.output_tokens, "output_tokens");
	const reasoning = countAt(usage, ["output_tokens_details", "thinking_tokens"]) ?? 0;
	const searches = countAt(usage, ["server_tool_use", "web_search_requests"]) ?? 0;
	return {
		...promptClasses(usage),
		output: wholeCount(produced - reasoning, "output_tokens - thinking_tokens"),
		...(reasoning > 0 && { reasoning }),
		...(searches > 0 && { web_search: searches }),
	};
}

/** Of what was written to the cache only the hour's part is told apart; the rest lives five minutes. */
function promptClasses(usage: JsonRecord): Usage {
	const input = wholeCount(usage.input_tokens, "input_tokens");
	const read = countAt(usage, ["cache_read_input_tokens"]) ?? 0;
	const hour = countAt(usage, ["cache_creation", "ephemeral_1h_input_tokens"]) ?? 0;
	const minutes = countAt(usage, ["cache_creation", "ephemeral_5m_input_tokens"]) ?? 0;
	const written = countAt(usage, ["cache_creation_input_tokens"]) ?? hour + minutes;
	const short = wholeCount(written - hour, "cache_creation_input_tokens - ephemeral_1h_input_tokens");
	return {
		input,
		...(read > 0 && { cache_read: read }),
		...(short > 0 && { cache_write_5m: short }),
		...(hour > 0 && { cache_write_1h: hour }),
	};
}

function addBeside(total: Usage, iterations: readonly JsonRecord[]): Usage {
	const sum: Record<string, number> = { ...total };
	for (const iteration of iterations) {
		if (!BESIDE_TOP_LEVEL.includes(String(iteration.type))) continue;
		for (const [name, count] of Object.entries(topLevel(iteration))) sum[name] = (sum[name] ?? 0) + count;
	}
	return sum;
}
