/** What a message tells the sandbox to do: `[[name]]`, `[[name:value]]`, anywhere in its text. */
export interface Directives {
	/** The text without its directives, trimmed. */
	readonly text: string;
	readonly fail: FailDirective | undefined;
	/** The connection dies after so many tokens. */
	readonly dieAfter: number | undefined;
	/** Milliseconds before the first byte and, in streams, before every token. */
	readonly slowMs: number;
	readonly tools: readonly ToolDirective[];
	readonly reason: string;
	readonly json: boolean;
	/** Exactly so many tokens of text. */
	readonly tokens: number | undefined;
}

export interface FailDirective {
	readonly status: number;
	/** As the header will say it. */
	readonly retryAfter: string | undefined;
	readonly code: string | undefined;
}

export interface ToolDirective {
	readonly name: string;
	readonly argumentsJson: string;
}

type Draft = { -readonly [K in keyof Directives]: Directives[K] } & { tools: ToolDirective[] };

const NAMES = /^(fail|die-after|slow|tool|reason|json|tokens)(?::|\]\])/;

/** Reads the directives of a message. What only looks like one (unknown name, bad value) stays text. */
export function readDirectives(message: string): Directives {
	const draft: Draft = {
		text: message,
		fail: undefined,
		dieAfter: undefined,
		slowMs: 0,
		tools: [],
		reason: "",
		json: false,
		tokens: undefined,
	};
	if (!message.includes("[[")) return draft;
	let kept = "";
	let at = 0;
	for (let open = message.indexOf("[["); open !== -1; open = message.indexOf("[[", at)) {
		kept += message.slice(at, open);
		const end = directiveEnd(message, open + 2);
		const understood = end !== -1 && apply(message.slice(open + 2, end), draft);
		if (!understood) kept += "[[";
		at = understood ? end + 2 : open + 2;
	}
	draft.text = (kept + message.slice(at)).trim();
	return draft;
}

/** The `]]` that closes a directive: for a tool, the first behind which its arguments are complete JSON. */
function directiveEnd(message: string, start: number): number {
	if (!NAMES.test(message.slice(start, start + 12))) return -1;
	let end = message.indexOf("]]", start);
	if (!message.startsWith("tool:", start)) return end;
	for (; end !== -1; end = message.indexOf("]]", end + 1)) {
		if (readTool(message.slice(start + 5, end)) !== undefined) return end;
	}
	return -1;
}

function apply(directive: string, draft: Draft): boolean {
	const colon = directive.indexOf(":");
	const name = colon === -1 ? directive : directive.slice(0, colon);
	const value = colon === -1 ? "" : directive.slice(colon + 1).trim();
	switch (name) {
		case "fail":
			return set(readFail(value), (fail) => {
				draft.fail = fail;
			});
		case "die-after":
			return set(readCount(value, /^(\d{1,6})$/), (count) => {
				draft.dieAfter = count;
			});
		case "slow":
			return set(readCount(value, /^(\d{1,6})ms$/), (ms) => {
				draft.slowMs = ms;
			});
		case "tokens":
			return set(readCount(value, /^(\d{1,6})$/), (count) => {
				draft.tokens = count;
			});
		case "tool":
			return set(readTool(value), (tool) => {
				draft.tools.push(tool);
			});
		case "reason":
			draft.reason += value;
			return true;
		case "json":
			draft.json = true;
			return true;
		default:
			return false;
	}
}

function set<T>(value: T | undefined, store: (value: T) => void): boolean {
	if (value === undefined) return false;
	store(value);
	return true;
}

function readCount(value: string, pattern: RegExp): number | undefined {
	const digits = pattern.exec(value)?.[1];
	return digits === undefined ? undefined : Number(digits);
}

/** `503`, `429 retry-after=2`, `400 code=context_length_exceeded`. */
function readFail(value: string): FailDirective | undefined {
	const [status = "", ...options] = value.split(/\s+/);
	if (!/^[45]\d\d$/.test(status)) return undefined;
	const option = (name: string) => options.find((text) => text.startsWith(`${name}=`))?.slice(name.length + 1);
	return { status: Number(status), retryAfter: option("retry-after"), code: option("code") };
}

/** `name` or `name {json object}`. */
function readTool(value: string): ToolDirective | undefined {
	const [, name, json = ""] = /^\s*([A-Za-z0-9_.-]{1,128})\s*(\{.*\})?\s*$/s.exec(value) ?? [];
	if (name === undefined) return undefined;
	try {
		JSON.parse(json || "{}");
		return { name, argumentsJson: json || "{}" };
	} catch {
		return undefined;
	}
}
