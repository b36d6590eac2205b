import { type RedisClient, RedisError, type RedisReply } from "./redis-client.ts";

/** A Lua script, run by its digest once Redis knows it. */
export interface Script {
	readonly source: string;
	/** It touches no key but those it is given, so that it may run beside scripts with other keys (Upstash). */
	readonly namesAllKeys: boolean;
}

/** Digests, never promises of them: on the edge a request may not wait for what another one has begun. */
const digests = new Map<string, string>();

/** Runs a script by EVALSHA, and by EVAL where Redis does not have it (first use, restart, SCRIPT FLUSH). */
export async function evalScript(
	client: RedisClient,
	script: Script,
	keys: readonly string[],
	args: readonly string[],
): Promise<RedisReply> {
	const source = script.namesAllKeys ? client.keyLockingHeader + script.source : script.source;
	const tail = [String(keys.length), ...keys, ...args];
	try {
		return await client.command("EVALSHA", await sha1(source), ...tail);
	} catch (error) {
		if (!(error instanceof RedisError && error.message.includes("NOSCRIPT"))) throw error;
		return client.command("EVAL", source, ...tail);
	}
}

/** Makes digests known before the first call needs them. */
export async function knowDigests(scripts: readonly Script[], keyLockingHeader: string): Promise<void> {
	for (const { source, namesAllKeys } of scripts) await sha1(namesAllKeys ? keyLockingHeader + source : source);
}

async function sha1(source: string): Promise<string> {
	const known = digests.get(source);
	if (known !== undefined) return known;
	const digest = bytesToHex(await crypto.subtle.digest("SHA-1", new TextEncoder().encode(source)));
	digests.set(source, digest);
	return digest;
}

function bytesToHex(bytes: ArrayBuffer): string {
	return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
