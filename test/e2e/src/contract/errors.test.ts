import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	type Account,
	Client,
	CUTS_REFUSED_UPLOADS,
	expectRefusal,
	openStack,
	type Refusal,
	ROOTS,
	type Stack,
} from "../harness/index.ts";

let stack: Stack;
let account: Account;
let client: Client;
beforeAll(async () => {
	stack = await openStack("errors");
	account = await stack.account();
	client = new Client(stack.baseUrl, (await account.key()).text);
});
afterAll(() => stack?.close());

const INVALID = "invalid_request_error";
const invalid = (code: string, param?: string): Refusal => ({
	status: 400,
	type: INVALID,
	code,
	...(param !== undefined && { param }),
});

const ECHO = { model: "sandbox/echo", max_tokens: 16 };
const hello = [{ role: "user", content: "hello" }];
const user = (content: unknown) => [{ role: "user", content }];
const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=";

/** Rows that mean the same to every format: name, body, refusal. */
const ANY_FORMAT: readonly (readonly [string, string, Refusal])[] = [
	["an empty body", "", invalid("invalid_json")],
	["white space", " \n\t", invalid("invalid_json")],
	["a truncated body", '{"model":"sandbox/echo","messages":[{"ro', invalid("invalid_json")],
	["a body that is not JSON", "model=sandbox/echo", invalid("invalid_json")],
	["__proto__", '{"model":"sandbox/echo","__proto__":{"x":1}}', invalid("invalid_json")],
	["__proto__ deep inside, escaped", '{"model":"sandbox/echo","a":[{"\\u005f_proto__":1}]}', invalid("invalid_json")],
	["a list", "[1]", invalid("invalid_type")],
	["null", "null", invalid("invalid_type")],
	["a string", '"hello"', invalid("invalid_type")],
	["65 levels", `{"model":"sandbox/echo","x":${nested(64)}}`, invalid("too_complex")],
	["a thousand levels", `{"model":"sandbox/echo","x":${nested(1000)}}`, invalid("too_complex")],
	["no model", "{}", invalid("missing_required_parameter", "model")],
];

const chatRow = (name: string, body: object, refusal: Refusal) =>
	[name, { ...ECHO, messages: hello, ...body }, refusal] as const;

const CHAT = [
	chatRow(
		"a model nobody knows",
		{ model: "nobody/nothing" },
		{ status: 404, type: INVALID, code: "model_not_found", param: "model" },
	),
	chatRow("messages that are no list", { messages: "hello" }, invalid("invalid_value", "messages")),
	chatRow("no messages", { messages: [] }, invalid("invalid_value", "messages")),
	chatRow(
		"an unknown role",
		{ messages: [{ role: "robot", content: "x" }] },
		invalid("invalid_value", "messages[0].role"),
	),
	chatRow("a message without a role", { messages: [{ content: "x" }] }, invalid("invalid_value", "messages[0].role")),
	chatRow("content that is a number", { messages: user(5) }, invalid("invalid_value", "messages[0].content")),
	chatRow(
		"a tool result without its id",
		{ messages: [...hello, { role: "tool", content: "4" }] },
		invalid("invalid_value", "messages[1].tool_call_id"),
	),
	chatRow("10,001 messages", { messages: Array(10_001).fill(hello[0]) }, invalid("too_complex", "messages")),
	...[0, -1, 1.5, "10"].map((max_tokens) =>
		chatRow(`max_tokens ${JSON.stringify(max_tokens)}`, { max_tokens }, invalid("invalid_value", "max_tokens")),
	),
	chatRow("n of 0", { n: 0 }, invalid("invalid_value", "n")),
	chatRow("n of 129", { n: 129 }, invalid("invalid_value", "n")),
	chatRow("temperature 2.1", { temperature: 2.1 }, invalid("invalid_value", "temperature")),
	chatRow("temperature -0.1", { temperature: -0.1 }, invalid("invalid_value", "temperature")),
	chatRow("max_tokens above the model", { max_tokens: 16_385 }, invalid("max_tokens_exceeded", "max_tokens")),
	chatRow(
		"a bad schema in a tool",
		{ tools: [{ type: "function", function: { name: "f", parameters: { type: "objekt" } } }] },
		invalid("invalid_schema", "tools[0].function.parameters.type"),
	),
	chatRow(
		"a bad schema of the answer",
		{ response_format: { type: "json_schema", json_schema: { name: "a", schema: { type: "object", required: "x" } } } },
		invalid("invalid_schema", "response_format.json_schema.schema.required"),
	),
	...[
		"http://169.254.169.254/latest",
		"http://localhost/x.png",
		"http://2130706433/",
		"http://[::1]/",
		"file:///etc/passwd",
		"ftp://a.example/x",
	].map((url) =>
		chatRow(
			`an image at ${url}`,
			{ messages: user([{ type: "image_url", image_url: { url } }]) },
			invalid("invalid_image_url", "messages[0].content[0].image_url.url"),
		),
	),
	chatRow(
		"an image that is no base64",
		{ messages: user([{ type: "image_url", image_url: { url: "data:image/png;base64,@@@" } }]) },
		invalid("invalid_image", "messages[0].content[0].image_url.url"),
	),
	chatRow(
		"CR LF in metadata",
		{ metadata: { trace: "a\r\nx-injected: 1" } },
		invalid("invalid_header", "metadata.trace"),
	),
	chatRow("CR LF in user", { user: "a\nb" }, invalid("invalid_header", "user")),
	chatRow(
		"preferences that nothing fits",
		{ provider: { only: ["nobody"] } },
		{ status: 404, type: INVALID, code: "no_endpoint" },
	),
	chatRow("a model for embeddings", { model: "sandbox/embed" }, { status: 404, type: INVALID, code: "no_endpoint" }),
] as const;

const MESSAGES = [
	chatRow("a model nobody knows", { model: "nobody/nothing" }, { status: 404, type: INVALID, code: "model_not_found" }),
	chatRow("no messages", { messages: [] }, invalid("invalid_value", "messages")),
	chatRow(
		"an unknown role",
		{ messages: [{ role: "robot", content: "x" }] },
		invalid("invalid_value", "messages[0].role"),
	),
	chatRow(
		"a tool result without its id",
		{ messages: user([{ type: "tool_result", content: "4" }]) },
		invalid("invalid_value", "messages[0].content[0].tool_use_id"),
	),
	...[0, -1, 1.5, "10"].map((max_tokens) =>
		chatRow(`max_tokens ${JSON.stringify(max_tokens)}`, { max_tokens }, invalid("invalid_value", "max_tokens")),
	),
	chatRow("no max_tokens", { max_tokens: undefined }, invalid("missing_required_parameter", "max_tokens")),
	chatRow("temperature 1.5", { temperature: 1.5 }, invalid("invalid_value", "temperature")),
	chatRow("max_tokens above the model", { max_tokens: 16_385 }, invalid("max_tokens_exceeded", "max_tokens")),
	chatRow(
		"a bad schema in a tool",
		{ tools: [{ name: "f", input_schema: { type: "object", properties: [] } }] },
		invalid("invalid_schema", "tools[0].input_schema.properties"),
	),
	chatRow(
		"an image at a private address",
		{ messages: user([{ type: "image", source: { type: "url", url: "http://10.0.0.1/x.png" } }]) },
		invalid("invalid_image_url", "messages[0].content[0].source.url"),
	),
	chatRow(
		"an image that is no base64",
		{ messages: user([{ type: "image", source: { type: "base64", media_type: "image/png", data: "@@" } }]) },
		invalid("invalid_image", "messages[0].content[0].source.data"),
	),
	chatRow("CR LF in metadata", { metadata: { user_id: "a\r\nb" } }, invalid("invalid_header", "metadata.user_id")),
] as const;

const embedRow = (name: string, body: object, refusal: Refusal) =>
	[name, { model: "sandbox/embed", input: "x", ...body }, refusal] as const;
const EMBEDDINGS = [
	embedRow(
		"a model nobody knows",
		{ model: "nobody/nothing" },
		{ status: 404, type: INVALID, code: "model_not_found" },
	),
	embedRow("no input", { input: undefined }, invalid("missing_required_parameter", "input")),
	embedRow("an empty input", { input: "" }, invalid("invalid_value", "input")),
	embedRow("no inputs", { input: [] }, invalid("invalid_value", "input")),
	embedRow("dimensions of 0", { dimensions: 0 }, invalid("invalid_value", "dimensions")),
	embedRow("a model for chat", { model: "sandbox/echo" }, { status: 404, type: INVALID, code: "no_endpoint" }),
	embedRow("more than the context", { input: "word ".repeat(60_000) }, invalid("context_length_exceeded", "input")),
] as const;

describe.each(ROOTS)("the error table on %s", (root) => {
	for (const path of [`${root}/chat/completions`, `${root}/messages`, `${root}/embeddings`]) {
		test.each(ANY_FORMAT)(`${path}: %s`, async (_, body, refusal) => {
			expectRefusal(await client.post(path, body), path, refusal);
		});

		test(`${path}: 1e309, which no double holds`, async () => {
			const embeds = path.endsWith("/embeddings");
			const body = JSON.stringify(embeds ? { model: "sandbox/embed", input: "x" } : { ...ECHO, messages: hello });
			const field = embeds ? "dimensions" : "max_tokens";
			const answer = await client.post(path, `${body.replace('"max_tokens":16,', "").slice(0, -1)},"${field}":1e309}`);
			expectRefusal(answer, path, invalid("invalid_value", field));
		});

		test.each([
			"text/plain",
			"application/x-www-form-urlencoded",
			"multipart/form-data; boundary=x",
			"application/jsonp",
		])(`${path}: Content-Type %s`, async (type) => {
			const answer = await client.post(path, "{}", { headers: { "content-type": type } });
			expectRefusal(answer, path, { status: 415, type: INVALID, code: "unsupported_media_type" });
		});

		test.each(["gzip", "br", "zstd"])(`${path}: a body compressed with %s`, async (encoding) => {
			const answer = await client.post(path, "{}", { headers: { "content-encoding": encoding } });
			expectRefusal(answer, path, { status: 415, type: INVALID, code: "unsupported_encoding" });
		});

		test(`${path}: the wrong method`, async () => {
			const answer = await client.get(path);
			expectRefusal(answer, path, { status: 405, type: INVALID, code: "method_not_allowed" });
			expect(answer.headers.get("allow")).toBe("POST");
		});

		test(`${path}: a max cost that is no amount`, async () => {
			const answer = await client.post(
				path,
				{ ...ECHO, messages: hello, input: "x" },
				{ headers: { "x-turnpike-max-cost": "much" } },
			);
			expectRefusal(answer, path, invalid("invalid_header"));
		});
	}

	test.each(CHAT)("chat: %s", async (_, body, refusal) => {
		expectRefusal(await client.post(`${root}/chat/completions`, body), `${root}/chat/completions`, refusal);
	});
	test.each(CHAT.slice(0, 6))("chat, streamed: %s", async (_, body, refusal) => {
		const answer = await client.post(`${root}/chat/completions`, { ...body, stream: true });
		expectRefusal(answer, `${root}/chat/completions`, refusal);
	});
	test.each(MESSAGES)("messages: %s", async (_, body, refusal) => {
		expectRefusal(await client.post(`${root}/messages`, body), `${root}/messages`, refusal);
	});
	test.each(EMBEDDINGS)("embeddings: %s", async (_, body, refusal) => {
		expectRefusal(await client.post(`${root}/embeddings`, body), `${root}/embeddings`, refusal);
	});

	test("a prompt longer than the context", async () => {
		const path = `${root}/chat/completions`;
		const body = { ...ECHO, messages: user("word ".repeat(400_000)) };
		expectRefusal(await client.post(path, body), path, invalid("context_length_exceeded", "messages"));
	});

	test("a body without media over 8 MiB, and a good one under it", async () => {
		const path = `${root}/chat/completions`;
		const body = (bytes: number) =>
			`{"model":"sandbox/echo","x":"${"a".repeat(bytes)}","messages":[{"role":"user","content":"hi"}]}`;
		const large = await client.post(path, body(8 * 1024 * 1024));
		expectRefusal(large, path, { status: 413, type: INVALID, code: "request_too_large" });
	});

	test.skipIf(CUTS_REFUSED_UPLOADS)("a body over 32 MiB, declared", async () => {
		const path = `${root}/chat/completions`;
		const answer = await client.post(path, `{"x":"${"a".repeat(32 * 1024 * 1024)}"}`);
		expectRefusal(answer, path, { status: 413, type: INVALID, code: "request_too_large" });
	});

	test("an endpoint that nothing fits names each candidate and why", async () => {
		const answer = await client.post(`${root}/chat/completions`, {
			...ECHO,
			messages: hello,
			provider: { only: ["groq"] },
		});
		const metadata = answer.body.error?.metadata;
		expect(metadata?.excluded).toEqual([
			expect.objectContaining({
				provider: "sandbox",
				endpoint: "sandbox/echo@sandbox",
				message: expect.stringMatching(/\S/),
			}),
		]);
	});

	test("a key may be bound to models", async () => {
		const bound = new Client(stack.baseUrl, (await account.key({ allowedModels: ["sandbox/lorem"] })).text);
		const path = `${root}/chat/completions`;
		const refused = await bound.post(path, { ...ECHO, messages: hello });
		expectRefusal(refused, path, { status: 403, type: "permission_error", code: "model_not_allowed" });
		expect((await bound.post(path, { ...ECHO, model: "sandbox/lorem", messages: hello })).status).toBe(200);
	});

	test("a management key makes no calls", async () => {
		const manager = new Client(stack.baseUrl, (await account.key({ management: true })).text);
		const answer = await manager.post(`${root}/chat/completions`, { ...ECHO, messages: hello });
		expect(answer.status).toBe(403);
	});

	test("another organisation's generation looks like none", async () => {
		const mine = await client.post(`${root}/chat/completions`, { ...ECHO, messages: hello });
		const id = mine.headers.get("x-generation-id") ?? "";
		const stranger = new Client(stack.baseUrl, (await (await stack.account()).key()).text);
		const theirs = await stranger.get(`${root}/generation?id=${id}`);
		expectRefusal(theirs, `${root}/generation`, { status: 404, type: INVALID, code: "not_found" });
		const never = `gen_${id.slice(4).replace(/./g, "0")}`;
		for (const wrong of [never, "gen_x", "'; drop table usage_event", "a".repeat(5_000)]) {
			const answer = await client.get(`${root}/generation?id=${encodeURIComponent(wrong)}`);
			expectRefusal(answer, `${root}/generation`, { status: 404, type: INVALID, code: "not_found" });
		}
	});

	test.each([
		["generation", invalid("missing_required_parameter", "id")],
		["activity?by=colour", invalid("invalid_value", "by")],
		["activity?from=yesterday", invalid("invalid_value", "from")],
		["activity?format=xml", invalid("invalid_value", "format")],
	])("GET %s is refused where it is wrong", async (path, refusal) => {
		expectRefusal(await client.get(`${root}/${path}`), `${root}/${path.split("?")[0]}`, refusal);
	});

	test("a wrong path is a 404, a model nobody knows too", async () => {
		const nowhere = `${root}/chat/completion`;
		expectRefusal(await client.post(nowhere, {}), nowhere, { status: 404, type: INVALID, code: "not_found" });
		const model = `${root}/models/nobody/nothing`;
		expectRefusal(await client.get(model), model, { status: 404, type: INVALID, code: "model_not_found" });
	});

	test("no answer to a mistake names what is inside", async () => {
		const bodies = [...ANY_FORMAT.map(([, body]) => body), JSON.stringify({ ...ECHO, messages: [{ role: "x" }] })];
		for (const body of bodies) {
			const { text } = await client.post(`${root}/chat/completions`, body);
			expect(text).not.toMatch(/zod|node_modules|\bat \w+ \(|postgres|127\.0\.0\.1|undefined/i);
		}
	});
});

test("a good image is no mistake", async () => {
	const content = [
		{ type: "text", text: "look" },
		{ type: "image_url", image_url: { url: `data:image/png;base64,${PIXEL}` } },
	];
	const answer = await client.post("/v1/chat/completions", { ...ECHO, messages: user(content) });
	expect(answer.status, answer.text).toBe(200);
});

test("a suspended account is told so, on every route that spends", async () => {
	const suspended = await stack.account();
	const held = new Client(stack.baseUrl, (await suspended.key()).text);
	await stack.sql`update organisation set suspended_at = now(), updated_at = clock_timestamp() where id = ${suspended.organisationId}`;
	for (const path of ROOTS.flatMap((root) => [`${root}/chat/completions`, `${root}/messages`])) {
		const answer = await held.post(path, { ...ECHO, messages: hello });
		expectRefusal(answer, path, { status: 403, type: "permission_error", code: "account_suspended" });
	}
});

test("nothing of all this was charged", async () => {
	const report = await stack.audit();
	expect(report.clean).toBe(true);
});
