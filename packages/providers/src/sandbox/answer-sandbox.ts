import { type JsonRecord, parseRecord, textAt } from "../json/record.ts";
import { type Directives, readDirectives } from "./directives.ts";
import { writeEmbeddings } from "./embed.ts";
import { failResponse } from "./fail.ts";
import { type AnswerStamp, stampFor } from "./identity.ts";
import { type PlannedAnswer, planAnswer } from "./plan-answer.ts";
import { type ChatRequest, inputsOf, readChatRequest } from "./read-request.ts";
import { writeAnswer } from "./write-answer.ts";
import { type StreamFrame, writeFrames } from "./write-stream.ts";

/** An HTTP request to the sandbox, as an upstream would see it. */
export interface SandboxRequest {
	readonly url: string;
	readonly body: string;
}

/** What the sandbox needs from its surroundings. */
export interface SandboxPorts {
	/** Unix milliseconds. */
	readonly now: () => number;
	/** Resolves after the time, or rejects as soon as the signal aborts. */
	readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
	/** Makes a response body of chunks: the generator itself on Bun, `ReadableStream.from` elsewhere. */
	readonly toBody: (chunks: AsyncIterable<Uint8Array<ArrayBuffer>>) => BodyInit;
	readonly signal: AbortSignal;
}

/** Frames that go out in one chunk when nothing slows the stream down: writing is most of what a token costs. */
const FRAMES_PER_CHUNK = 16;

const encoder = new TextEncoder();

/**
 * Answers like an OpenAI-compatible provider, in-process: the models `echo`, `lorem` and `embed` at
 * `…/chat/completions` and `…/embeddings`. Directives in the last user message (or in embedding inputs) steer it; the
 * README lists them. The same request always gets the same answer, but for its id and time.
 *
 * @throws what `sleep` throws when the signal aborts before the answer begins.
 */
export async function answerSandbox(request: SandboxRequest, ports: SandboxPorts): Promise<Response> {
	ports.signal.throwIfAborted();
	const body = parseRecord(request.body);
	if (body === undefined) return failResponse(refusal(400), "The body is not a JSON object.");
	const model = textAt(body, "model").replace(/^sandbox\//, "");
	const path = new URL(request.url).pathname;
	if (path.endsWith("/embeddings")) {
		return model === "embed" ? answerEmbeddings({ ...body, model }, ports) : unknownModel(model);
	}
	if (!path.endsWith("/chat/completions")) return failResponse(refusal(404), "The sandbox has no such path.");
	return model === "echo" || model === "lorem" ? answerChat({ ...body, model }, ports) : unknownModel(model);
}

async function answerChat(body: JsonRecord, ports: SandboxPorts): Promise<Response> {
	const request = readChatRequest(body);
	const failure = await beforeAnswer(request.directives, ports);
	if (failure) return failure;
	const answer = planAnswer(request);
	const stamp = stampFor(request, ports.now());
	if (request.stream) {
		return respond(ports.toBody(streamChunks(request, answer, stamp, ports)), "text/event-stream; charset=utf-8");
	}
	const text = writeAnswer(request, answer, stamp);
	const dies = request.directives.dieAfter !== undefined;
	return respond(dies ? ports.toBody(dyingChunks(text, ports)) : text, "application/json");
}

async function answerEmbeddings(body: JsonRecord, ports: SandboxPorts): Promise<Response> {
	const directives = readDirectives(inputsOf(body).join("\n"));
	const failure = await beforeAnswer(directives, ports);
	if (failure) return failure;
	const text = writeEmbeddings(body);
	return respond(directives.dieAfter === undefined ? text : ports.toBody(dyingChunks(text, ports)), "application/json");
}

/** The wait before the first byte, and the failure that may stand in for an answer. */
async function beforeAnswer(directives: Directives, ports: SandboxPorts): Promise<Response | undefined> {
	if (directives.slowMs > 0) await ports.sleep(directives.slowMs, ports.signal);
	return directives.fail && failResponse(directives.fail);
}

async function* streamChunks(
	request: ChatRequest,
	answer: PlannedAnswer,
	stamp: AnswerStamp,
	ports: SandboxPorts,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
	const { dieAfter, slowMs } = request.directives;
	let waiting = "";
	let held = 0;
	let tokens = 0;
	for (const frame of writeFrames(request, answer, stamp)) {
		if (dieAfter !== undefined && diesAt(frame, tokens, dieAfter)) {
			if (waiting !== "") yield encoder.encode(waiting);
			await delivered(ports);
			throw new SandboxDied();
		}
		if (frame.kind === "token") {
			if (slowMs > 0) await ports.sleep(slowMs, ports.signal);
			tokens++;
		}
		waiting += frame.text;
		held++;
		// The first token leaves at once: it is what a caller waits for.
		if (slowMs === 0 && held < FRAMES_PER_CHUNK && tokens !== 1) continue;
		yield encoder.encode(waiting);
		waiting = "";
		held = 0;
		ports.signal.throwIfAborted();
	}
	if (waiting !== "") yield encoder.encode(waiting);
}

/** Death comes after so many tokens, or with the last one there is; after none it comes before the first byte. */
function diesAt(frame: StreamFrame, tokens: number, dieAfter: number): boolean {
	return frame.kind === "close" || tokens >= dieAfter;
}

/** A stream that breaks throws away what its reader has not taken yet, so the last tokens get a moment to be read. */
function delivered(ports: SandboxPorts): Promise<void> {
	return ports.sleep(1, ports.signal);
}

/** Half of a complete answer, then the connection dies. */
async function* dyingChunks(text: string, ports: SandboxPorts): AsyncGenerator<Uint8Array<ArrayBuffer>> {
	yield encoder.encode(text.slice(0, text.length >> 1));
	await delivered(ports);
	throw new SandboxDied();
}

/** The connection's death that `[[die-after:n]]` asked for. */
class SandboxDied extends Error {
	override readonly name = "SandboxDied";
	override readonly message = "The sandbox was told to die here.";
}

function respond(body: BodyInit, type: string): Response {
	return new Response(body, { headers: { "content-type": type, "x-sandbox": "true" } });
}

function refusal(status: number, code?: string) {
	return { status, retryAfter: undefined, code };
}

function unknownModel(model: string): Response {
	return failResponse(refusal(404, "model_not_found"), `The sandbox has no model ${JSON.stringify(model)}.`);
}
