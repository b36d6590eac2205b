import { askUsage, readUsageRecord } from "@turnpike/providers";
import type { Usage } from "@turnpike/wire";
import type { ApiDependencies, Provider } from "../../dependencies.ts";
import { readFailureText } from "../upstream-call.ts";

/** A provider writes its record a moment after it was left: it is asked again after each of these, in milliseconds. */
const PAUSES_MS = [500, 1_500, 3_000, 5_000] as const;
const PATIENCE_MS = 5_000;

/** Asks a provider that keeps records what a generation used that it never told the end of. Never rejects. */
export async function askProvider(
	{ log }: Pick<ApiDependencies, "log">,
	provider: Provider,
	upstreamId: string,
): Promise<Usage | undefined> {
	const request = askUsage(provider.vendor, provider, upstreamId);
	if (!request) return undefined;
	for (const pause of PAUSES_MS) {
		await new Promise((resolve) => setTimeout(resolve, pause));
		try {
			const response = await provider.send(request, AbortSignal.timeout(PATIENCE_MS));
			const usage = readUsageRecord(provider.vendor, await readFailureText(response));
			if (response.ok && usage) return usage;
		} catch (error) {
			log.info("a provider was not reached for its record", { provider: provider.vendor.slug, error });
		}
	}
	return undefined;
}
