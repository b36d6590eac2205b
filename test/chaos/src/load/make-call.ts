import { generationIdToUuid } from "@turnpike/accounts";
import type { Wallet } from "../world/seed.ts";
import type { Ask } from "./call-kinds.ts";
import type { CallRecord, Ending } from "./call-record.ts";
import { type Answer, readJson, StreamReader, silent } from "./read-answer.ts";

/** No call of the load takes nearly as long: whoever waits longer waits for nothing. */
const HUNG_MS = 30_000;

/** Makes one call and tells how it ended. Never rejects. */
export async function makeCall(api: string, wallet: Wallet, ask: Ask): Promise<CallRecord> {
	const answer = silent();
	const hung = AbortSignal.timeout(HUNG_MS);
	const leaving = new AbortController();
	const leave = ask.leaveAfterMs === undefined ? undefined : setTimeout(() => leaving.abort(), ask.leaveAfterMs);
	let response: Response | undefined;
	let stopped: Stopped | undefined;
	try {
		response = await fetch(api + ask.path, {
			method: "POST",
			headers: { authorization: `Bearer ${wallet.key}`, "content-type": "application/json" },
			body: JSON.stringify(ask.body),
			signal: AbortSignal.any([hung, leaving.signal]),
		});
		await readInto(response, ask.stream, answer);
	} catch (error) {
		// What arrived and cannot be read is no connection that died.
		if (!(error instanceof SyntaxError))
			stopped = leaving.signal.aborted ? "left" : hung.aborted ? "hung" : lostBy(error);
	}
	clearTimeout(leave);
	return {
		kind: ask.kind,
		keyId: wallet.keyId,
		accountId: wallet.accountId,
		plenty: wallet.plenty,
		generationId: generationIdOf(response),
		status: response?.status,
		ending: endingOf(response, answer, stopped),
		code: answer.code,
		costNanoUsd: answer.costNanoUsd,
	};
}

/** What kept a caller from reading on. */
type Stopped = Extract<Ending, "left" | "hung" | "broken" | "unreachable">;

/** Where nobody took the connection nothing was asked; where it died something may have been done. */
function lostBy(error: unknown): Stopped {
	return error instanceof Error && "code" in error && error.code === "ECONNREFUSED" ? "unreachable" : "broken";
}

async function readInto(response: Response, stream: boolean, answer: Answer): Promise<void> {
	if (!stream || !response.ok || !response.body) return readJson(await response.text(), answer);
	const reader = new StreamReader(answer);
	const decoder = new TextDecoder();
	for await (const bytes of response.body) reader.push(decoder.decode(bytes, { stream: true }));
}

/** What was said in an answer counts, whatever became of its connection afterwards. */
export function endingOf(
	response: Pick<Response, "ok"> | undefined,
	answer: Answer,
	stopped: Stopped | undefined,
): Ending {
	if (stopped === "hung") return "hung";
	if (response && !response.ok) return "refused";
	if (answer.code !== "") return "failed_in_band";
	return answer.whole ? "completed" : (stopped ?? "unfinished");
}

function generationIdOf(response: Response | undefined): string | undefined {
	const id = response?.headers.get("x-generation-id");
	return id ? generationIdToUuid(id) : undefined;
}
