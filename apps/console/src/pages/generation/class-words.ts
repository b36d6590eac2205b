import type { UsageClass } from "@turnpike/wire";

const WORDS: Readonly<Partial<Record<UsageClass, string>>> = {
	input: "Input tokens",
	cache_read: "Input tokens read from cache",
	cache_write_5m: "Input tokens cached for 5 minutes",
	cache_write_1h: "Input tokens cached for an hour",
	output: "Output tokens",
	reasoning: "Reasoning tokens",
	input_audio: "Audio input tokens",
	output_audio: "Audio output tokens",
	input_image: "Image input tokens",
	output_image: "Image output tokens",
	web_search: "Web searches",
	request: "Request",
};

/** What a class of usage is called; one that has no words here by its own name. */
export function classWords(name: UsageClass): string {
	return WORDS[name] ?? name.replaceAll("_", " ");
}
