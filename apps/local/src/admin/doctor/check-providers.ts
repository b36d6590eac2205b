import type { Config, ProviderSettings } from "@turnpike/config";
import { findVendor, joinUrl, type Vendor } from "@turnpike/providers";
import { redactText } from "@turnpike/telemetry";
import { broken, type Check, ok, skipped, warning } from "./check.ts";

const TIMEOUT_MS = 5_000;
/** Where the list of models is public, this path asks for the key. */
const AUTHENTICATED_PATHS: ReadonlyMap<string, string> = new Map([["openrouter", "/key"]]);
const MODELS = "/models";

/** Every configured provider, asked with its key for something that costs nothing. */
export async function checkProviders(config: Config): Promise<readonly Check[]> {
	const checks = [...config.providers].map(async ([slug, settings]) => {
		const vendor = findVendor(slug);
		return vendor && slug !== "sandbox" ? checkProvider(vendor, settings) : undefined;
	});
	const asked = (await Promise.all(checks)).filter((check) => check !== undefined);
	const sandbox = config.production
		? skipped("provider sandbox", "off in production")
		: ok("provider sandbox", "answers in this process");
	if (asked.length === 0 && config.production) {
		return [warning("providers", "none is configured", "Set OPENAI_API_KEY, ANTHROPIC_API_KEY or another."), sandbox];
	}
	return [...asked, sandbox];
}

export async function checkProvider(vendor: Vendor, settings: ProviderSettings): Promise<Check> {
	const name = `provider ${vendor.slug}`;
	const prefix = vendor.slug.toUpperCase().replaceAll("-", "_");
	const url = listUrl(vendor, settings.baseUrl ?? vendor.baseUrl);
	const { host } = new URL(url);
	let status: number;
	try {
		status = await ask(url, headersFor(vendor, settings.apiKey));
	} catch (error) {
		const detail = `${host} cannot be reached: ${redactText(error instanceof Error ? error.message : String(error))}`;
		return broken(name, detail, `Check the network and ${prefix}_BASE_URL.`);
	}
	if (status === 401 || status === 403) {
		const had = settings.apiKey === undefined ? "asks for a key" : "refuses the key";
		return broken(name, `${host} ${had} (${status})`, `Set ${prefix}_API_KEY to a key that is good there.`);
	}
	if (status >= 200 && status < 300) {
		return ok(name, `${host} ${settings.apiKey === undefined ? "answers without a key" : "takes the key"}`);
	}
	if (status === 404 || status === 405) return skipped(name, `${host} has no list of models: its key was not tried`);
	if (status >= 300 && status < 400) {
		return broken(name, `${host} answers with a redirect (${status})`, `Set ${prefix}_BASE_URL to where it leads.`);
	}
	return warning(name, `${host} answers ${status}`, "Try again later; if it stays so, ask the provider.");
}

function listUrl(vendor: Vendor, baseUrl: string): string {
	const path = AUTHENTICATED_PATHS.get(vendor.slug) ?? MODELS;
	// Anthropic's base URL is given with or without its version.
	const versioned = vendor.dialect !== "anthropic" || /\/v\d+\/*$/.test(baseUrl);
	return joinUrl(baseUrl, versioned ? path : `/v1${path}`);
}

function headersFor(vendor: Vendor, apiKey: string | undefined): Record<string, string> {
	const anthropic = vendor.dialect === "anthropic";
	const headers: Record<string, string> = { accept: "application/json" };
	if (anthropic) headers["anthropic-version"] = "2023-06-01";
	if (apiKey !== undefined)
		headers[anthropic ? "x-api-key" : "authorization"] = anthropic ? apiKey : `Bearer ${apiKey}`;
	return headers;
}

/** Redirects are not followed: the key must not travel on. */
async function ask(url: string, headers: Record<string, string>): Promise<number> {
	const response = await fetch(url, { headers, redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
	await response.body?.cancel();
	return response.status;
}
