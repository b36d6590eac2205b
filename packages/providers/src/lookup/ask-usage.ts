import type { Usage } from "@turnpike/wire";
import type { UpstreamRequest } from "../dialect.ts";
import { joinUrl } from "../join-url.ts";
import { countAt, NotACount, wholeCount } from "../json/count.ts";
import { isRecord, type JsonRecord, parseRecord, valueAt } from "../json/record.ts";
import type { Vendor } from "../vendor.ts";
import type { UsageLookup } from "./usage-lookup.ts";

/** The request that asks for it; undefined where the provider keeps no such records. */
export function askUsage(
	{ usageLookup }: Pick<Vendor, "usageLookup">,
	target: { readonly baseUrl: string; readonly apiKey: string | undefined },
	upstreamId: string,
): UpstreamRequest | undefined {
	if (!usageLookup || upstreamId === "") return undefined;
	const headers: Record<string, string> = { accept: "application/json" };
	if (target.apiKey !== undefined) headers.authorization = `Bearer ${target.apiKey}`;
	const url = joinUrl(target.baseUrl, usageLookup.path + encodeURIComponent(upstreamId));
	return { method: "GET", url, headers, body: "" };
}

/** What the record says; undefined where it says nothing, or what cannot be true. Zero is zero. */
export function readUsageRecord({ usageLookup }: Pick<Vendor, "usageLookup">, text: string): Usage | undefined {
	const answer = parseRecord(text);
	const record = answer && usageLookup && valueAt(answer, usageLookup.record);
	if (!isRecord(record) || !usageLookup) return undefined;
	try {
		return usageOf(record, usageLookup);
	} catch (error) {
		if (error instanceof NotACount) return undefined;
		throw error;
	}
}

function usageOf(record: JsonRecord, names: UsageLookup): Usage {
	const cached = countAt(record, [names.cached]) ?? 0;
	const reasoning = countAt(record, [names.reasoning]) ?? 0;
	const prompt = wholeCount(record[names.prompt], names.prompt);
	const completion = wholeCount(record[names.completion], names.completion);
	return {
		input: wholeCount(prompt - cached, `${names.prompt} - ${names.cached}`),
		...(cached > 0 && { cache_read: cached }),
		output: wholeCount(completion - reasoning, `${names.completion} - ${names.reasoning}`),
		...(reasoning > 0 && { reasoning }),
	};
}
