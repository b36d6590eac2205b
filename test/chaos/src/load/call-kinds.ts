import type { Random } from "../seeded-random.ts";

/** What a call asks for. */
export interface Ask {
	readonly kind: string;
	readonly path: string;
	readonly body: Readonly<Record<string, unknown>>;
	readonly stream: boolean;
	/** The caller goes away after so many milliseconds. */
	readonly leaveAfterMs: number | undefined;
}

type Make = (random: Random) => Omit<Ask, "kind" | "leaveAfterMs">;

const CHAT = "/v1/chat/completions";
const words = (random: Random, most: number) =>
	Array.from({ length: random.between(1, most) }, () => random.pick(["toll", "road", "lane", "gate", "coin"])).join(
		" ",
	);

function chat(model: string, content: string, more: Readonly<Record<string, unknown>>): ReturnType<Make> {
	const body = { model, messages: [{ role: "user", content }], ...more };
	return { path: CHAT, body, stream: more.stream === true };
}

function messages(content: string, more: Readonly<Record<string, unknown>>): ReturnType<Make> {
	const body = { model: "sandbox/echo", max_tokens: 200, messages: [{ role: "user", content }], ...more };
	return { path: "/v1/messages", body, stream: more.stream === true };
}

/** The kinds of calls, each with how often it is drawn. */
const KINDS: readonly (readonly [weight: number, kind: string, make: Make])[] = [
	[18, "echo", (random) => chat("sandbox/echo", words(random, 30), {})],
	[12, "echo stream", (random) => chat("sandbox/echo", words(random, 40), { stream: true })],
	[14, "lorem", (random) => chat("sandbox/lorem", "go", { max_tokens: random.between(1, 200) })],
	[
		16,
		"slow stream",
		(random) =>
			chat("sandbox/lorem", `[[slow:${random.between(5, 40)}ms]]`, {
				stream: true,
				max_tokens: random.between(5, 40),
				stream_options: { include_usage: random.chance(0.5) },
			}),
	],
	[
		6,
		"long stream",
		(random) => chat("sandbox/lorem", "[[slow:100ms]]", { stream: true, max_tokens: random.between(30, 60) }),
	],
	[2, "unbounded stream", (random) => chat("sandbox/echo", words(random, 20), { stream: true, max_tokens: 100_000 })],
	[
		8,
		"embedding",
		(random) => ({ path: "/v1/embeddings", body: { model: "sandbox/embed", input: words(random, 60) }, stream: false }),
	],
	[
		5,
		"dying stream",
		(random) => chat("sandbox/lorem", `[[die-after:${random.between(1, 20)}]]`, { stream: true, max_tokens: 40 }),
	],
	[3, "dying answer", () => chat("sandbox/echo", "[[die-after:2]] never heard", {})],
	[
		4,
		"failing",
		(random) => chat("sandbox/echo", `[[fail:${random.pick([400, 429, 500, 503])}]]`, { stream: random.chance(0.5) }),
	],
	[
		10,
		"upstream",
		(random) => chat("openai/gpt-5.5", words(random, 30), { max_completion_tokens: random.between(50, 400) }),
	],
	[4, "messages", (random) => messages(words(random, 20), {})],
	[4, "messages stream", (random) => messages(`[[slow:10ms]] ${words(random, 20)}`, { stream: true })],
	[
		10,
		"upstream stream",
		(random) =>
			chat("openai/gpt-5.5", words(random, 30), { stream: true, max_completion_tokens: random.between(50, 400) }),
	],
];

const TOTAL_WEIGHT = KINDS.reduce((total, [weight]) => total + weight, 0);
/** One caller in so many goes away before the end. */
const LEAVES = 0.1;

/** Draws a call. */
export function drawAsk(random: Random): Ask {
	let at = random.next() * TOTAL_WEIGHT;
	for (const [weight, kind, make] of KINDS) {
		at -= weight;
		if (at < 0) {
			const asked = make(random);
			const leaveAfterMs = random.chance(LEAVES) ? random.between(1, asked.stream ? 600 : 15) : undefined;
			return { ...asked, kind, leaveAfterMs };
		}
	}
	throw new Error("weights that do not add up");
}

/** The cheapest call there is, to see whether calls are answered again. */
export const PROBE: Ask = {
	kind: "probe",
	...chat("sandbox/echo", "ping", {}),
	leaveAfterMs: undefined,
};
