import { costTexts, type MemberTexts, objectText } from "../answer/cost.ts";
import type { Bill } from "../bill.ts";
import type { Flavor } from "../call.ts";
import { completionTokens, promptTokens, type Usage } from "../usage.ts";

function promptDetails(usage: Usage): Record<string, number> {
	const written = (usage.cache_write_5m ?? 0) + (usage.cache_write_1h ?? 0);
	return {
		cached_tokens: usage.cache_read ?? 0,
		cache_write_tokens: written,
		audio_tokens: usage.input_audio ?? 0,
		...(usage.input_image !== undefined && { image_tokens: usage.input_image }),
	};
}

function completionDetails(usage: Usage): Record<string, number> {
	return {
		reasoning_tokens: usage.reasoning ?? 0,
		audio_tokens: usage.output_audio ?? 0,
		...(usage.output_image !== undefined && { image_tokens: usage.output_image }),
	};
}

function countTexts(usage: Usage): MemberTexts {
	const prompt = promptTokens(usage);
	const completion = completionTokens(usage);
	return {
		prompt_tokens: `${prompt}`,
		completion_tokens: `${completion}`,
		total_tokens: `${prompt + completion}`,
		prompt_tokens_details: JSON.stringify(promptDetails(usage)),
		completion_tokens_details: JSON.stringify(completionDetails(usage)),
	};
}

/** The whole `usage` object of a chat answer, cost included: OpenAI's `CompletionUsage`, OpenRouter's `ChatUsage`. */
export function chatUsageText(bill: Bill, flavor: Flavor): string {
	return objectText({ ...countTexts(bill.usage), ...costTexts(bill, flavor) });
}
