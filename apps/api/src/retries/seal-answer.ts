import type { Claim } from "@turnpike/replays";
import type { Vault } from "@turnpike/vault";
import type { WholeAnswer } from "./whole-answer.ts";

/** The most that is kept of one answer, compressed. */
const MOST_BYTES = 8 * 1024 * 1024;

/** An answer that nobody reads but by its own claim; undefined when it is too large to be kept. */
export async function sealAnswer(
	vault: Pick<Vault, "seal">,
	claim: Claim,
	{ headers, text }: WholeAnswer,
): Promise<Uint8Array | undefined> {
	const plain = new TextEncoder().encode(JSON.stringify({ headers, text }));
	const packed = await through(plain, new CompressionStream("gzip"));
	return packed.length > MOST_BYTES ? undefined : vault.seal(packed, contextOf(claim));
}

/** @throws VaultError when it was sealed for something else, was changed, or its key is gone. */
export async function openAnswer(
	vault: Pick<Vault, "open">,
	claim: Pick<Claim, "keyId" | "generationId">,
	sealed: Uint8Array,
): Promise<WholeAnswer> {
	const packed = await vault.open(sealed, contextOf(claim));
	const plain = await through(packed, new DecompressionStream("gzip"));
	// Written by `sealAnswer`, and authenticated.
	return JSON.parse(new TextDecoder().decode(plain)) as WholeAnswer;
}

function contextOf({ keyId, generationId }: Pick<Claim, "keyId" | "generationId">): string {
	return `answer:${keyId}:${generationId}`;
}

async function through(
	bytes: Uint8Array<ArrayBuffer>,
	transform: ReadableWritablePair<Uint8Array, BufferSource>,
): Promise<Uint8Array<ArrayBuffer>> {
	return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(transform)).arrayBuffer());
}
