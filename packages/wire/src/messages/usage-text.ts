import { costTexts, objectText } from "../answer/cost.ts";
import type { Bill } from "../bill.ts";

/** Anthropic's `usage` object, cost included: `input_tokens` counts only what neither came from the cache nor went to it. */
export function messagesUsageText(bill: Bill): string {
	const { usage } = bill;
	const write5m = usage.cache_write_5m ?? 0;
	const write1h = usage.cache_write_1h ?? 0;
	const input = (usage.input ?? 0) + (usage.input_audio ?? 0) + (usage.input_image ?? 0);
	const output = (usage.output ?? 0) + (usage.reasoning ?? 0) + (usage.output_audio ?? 0) + (usage.output_image ?? 0);
	return objectText({
		input_tokens: `${input}`,
		cache_creation_input_tokens: `${write5m + write1h}`,
		cache_read_input_tokens: `${usage.cache_read ?? 0}`,
		cache_creation: `{"ephemeral_5m_input_tokens":${write5m},"ephemeral_1h_input_tokens":${write1h}}`,
		output_tokens: `${output}`,
		...(usage.reasoning !== undefined && { output_tokens_details: `{"thinking_tokens":${usage.reasoning}}` }),
		...costTexts(bill, "native"),
	});
}
