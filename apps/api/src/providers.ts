import type { ProviderSettings } from "@turnpike/config";
import { answerSandbox, dialectOf, type UpstreamRequest, VENDORS } from "@turnpike/providers";
import type { ApiDependencies, Provider } from "./dependencies.ts";

export interface ProviderOptions {
	readonly settings: ReadonlyMap<string, ProviderSettings>;
	/** The sandbox answers in this process; production has none. */
	readonly sandbox: boolean;
	readonly now: () => number;
	readonly toBody: ApiDependencies["toBody"];
}

/** The providers this installation can call: those with a key or a base URL of their own, and the sandbox. */
export function makeProviders(options: ProviderOptions): ReadonlyMap<string, Provider> {
	const providers = new Map<string, Provider>();
	for (const vendor of VENDORS) {
		const sandbox = vendor.slug === "sandbox";
		const settings = sandbox ? undefined : options.settings.get(vendor.slug);
		if (sandbox ? !options.sandbox : !settings) continue;
		providers.set(vendor.slug, {
			vendor,
			dialect: dialectOf(vendor),
			baseUrl: settings?.baseUrl ?? vendor.baseUrl,
			apiKey: settings?.apiKey,
			send: sandbox ? sandboxSend(options) : networkSend,
		});
	}
	return providers;
}

/** Redirects are not followed: a provider that answers with one is misconfigured, and our key must not travel on. */
function networkSend({ method, url, headers, body }: UpstreamRequest, signal: AbortSignal): Promise<Response> {
	if (method === "GET") return fetch(url, { headers, signal, redirect: "manual" });
	return fetch(url, { method: "POST", headers, body, signal, redirect: "manual" });
}

function sandboxSend({ now, toBody }: ProviderOptions): Provider["send"] {
	return (request, signal) =>
		answerSandbox(request, {
			now,
			sleep: abortableSleep,
			// The sandbox hands over an async iterable; the runtime's way of making a body of one is ours.
			toBody: (chunks) => toBody(generatorOf(chunks)),
			signal,
		});
}

async function* generatorOf(chunks: AsyncIterable<Uint8Array<ArrayBuffer>>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
	yield* chunks;
}

function abortableSleep(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		if (signal.aborted) return reject(signal.reason);
		const onAbort = () => {
			clearTimeout(timer);
			reject(signal.reason);
		};
		const timer = setTimeout(() => {
			signal.removeEventListener("abort", onAbort);
			resolve();
		}, ms);
		signal.addEventListener("abort", onAbort, { once: true });
	});
}
