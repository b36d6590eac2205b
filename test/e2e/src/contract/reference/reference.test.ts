import { buildDocument, OPERATIONS, type Operation } from "@turnpike/api/reference";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Browser, chat, PASSWORD, ROOTS } from "../../harness/index.ts";
import { CALLED_ELSEWHERE, CALLS } from "./calls.ts";
import { openWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
	world = await openWorld();
});
afterAll(() => world?.stack.close());

/** Answers have the members that are described and no others. */
const document = JSON.parse(JSON.stringify(buildDocument(OPERATIONS, { closed: true })));
const ajv = new Ajv2020({ strict: false, allErrors: true });
// ajv-formats is CommonJS: what it exports depends on who loads it.
(typeof addFormats === "function" ? addFormats : (addFormats as { default: typeof addFormats }).default)(ajv as never);
ajv.addSchema({ $id: "turnpike", components: document.components });

function validatorOf(operation: Operation, status: number, type: string): ValidateFunction {
	const { content } = document.paths[operation.path][operation.method].responses[String(status)];
	const name = String(content[type].schema.$ref);
	return ajv.getSchema(`turnpike${name}`) ?? ajv.compile({ $ref: `turnpike${name}` });
}

function expectFits(operation: Operation, status: number, body: unknown, type = "application/json"): void {
	const validate = validatorOf(operation, status, type);
	validate(body);
	expect(validate.errors ?? [], `${operation.id} ${status}: ${JSON.stringify(body).slice(0, 600)}`).toEqual([]);
}

function operationNamed(id: string): Operation {
	const operation = OPERATIONS.find((each) => each.id === id);
	if (!operation) throw new Error(`${id} is not described`);
	return operation;
}

/** The status of a good answer of an operation in JSON; undefined: it has none. */
function goodStatus({ answers }: Operation): number | undefined {
	const good = answers.find(({ type = "application/json", schema }) => type === "application/json" && schema);
	return good && (good.status ?? 200);
}

const atRoots = (operation: Operation) =>
	(operation.from === "host" ? ROOTS.slice(0, 1) : ROOTS).map((root) => ({ operation, root, id: operation.id }));

const answering = OPERATIONS.filter((operation) => goodStatus(operation) && !CALLED_ELSEWHERE[operation.id]);

describe("real answers are as the reference describes them, member for member", () => {
	test.each(answering.flatMap(atRoots))("$id on $root", async ({ operation, root }) => {
		const call = CALLS[operation.id];
		if (!call) throw new Error(`nothing here calls ${operation.id}: add it to CALLS`);
		const answer = await call({ world, root, operation });
		expect(answer.status, answer.text).toBe(goodStatus(operation));
		expectFits(operation, answer.status, JSON.parse(answer.text));
	});

	test("nothing is called that is not described", () => {
		const ids = new Set(OPERATIONS.map(({ id }) => id));
		expect([...Object.keys(CALLS), ...Object.keys(CALLED_ELSEWHERE)].filter((id) => !ids.has(id))).toEqual([]);
	});

	test.each(ROOTS)("each chunk of a stream on %s", async (root) => {
		const operation = operationNamed("createChatCompletion");
		const { chunks } = await world.client.stream(`${root}/chat/completions`, chat("one two three"));
		expect(chunks.length).toBeGreaterThan(3);
		for (const chunk of chunks) expectFits(operation, 200, chunk, "text/event-stream");
	});
});

/** The path of something that need not be there. */
const somePath = ({ path }: Operation) =>
	path
		.replace("{scope}", "project")
		.replace("{reset}", "monthly")
		.replaceAll(/\{\w+\}/g, "somewhere");

describe("real refusals are as the reference describes them", () => {
	const guarded = OPERATIONS.filter(({ who, from }) => who !== "anybody" && from !== "host");

	test.each(guarded.flatMap(atRoots))("$id on $root, to nobody", async ({ operation, root }) => {
		const answer = await fetch(world.stack.baseUrl + root + somePath(operation), {
			method: operation.method.toUpperCase(),
			...(operation.body && {
				body: JSON.stringify(operation.body.example),
				headers: { "content-type": "application/json" },
			}),
		});
		expect(answer.status).toBe(401);
		expectFits(operation, 401, await answer.json());
	});

	test.each(ROOTS)("a wrong value, and a model nobody has, on %s", async (root) => {
		for (const id of ["createChatCompletion", "createMessage"]) {
			const operation = operationNamed(id);
			const example = operation.body?.example as object;
			const wrong = await world.client.post(root + operation.path, { ...example, max_tokens: 0 });
			expect(wrong.status).toBe(400);
			expectFits(operation, 400, wrong.body);
			const unknown = await world.client.post(root + operation.path, { ...example, model: "nobody/nothing" });
			expect(unknown.status).toBe(404);
			expectFits(operation, 404, unknown.body);
		}
	});
});

describe("what better-auth refuses is in its own words, as the reference describes them", () => {
	test.each([
		["signIn", 401, { email: "nobody@example.com", password: PASSWORD }],
		["signUp", 400, { email: "no address", password: PASSWORD, name: "Ada" }],
		["resetPassword", 400, { token: "none", newPassword: PASSWORD }],
	])("%s: %i", async (id, status, body) => {
		const operation = operationNamed(id);
		const answer = await new Browser(world.stack.baseUrl).post(operation.path, body);
		expect(answer.status, answer.text).toBe(status);
		expectFits(operation, status, answer.body);
	});

	test("a page of another site, which our own guard refuses", async () => {
		const operation = operationNamed("signIn");
		const from = { origin: "https://elsewhere.example" };
		const { email, browser } = world.owner;
		const answer = await browser.copy().post(operation.path, { email, password: PASSWORD }, from);
		expect(answer.status, answer.text).toBe(403);
		expectFits(operation, 403, answer.body);
	});
});

describe("the reference itself", () => {
	test("is public, whole, and not sent again to who has it", async () => {
		const first = await fetch(`${world.stack.baseUrl}/openapi.json`);
		expect(first.headers.get("content-type")).toMatch(/^application\/json/);
		const body = await first.json();
		expect(body).toMatchObject({ openapi: expect.stringMatching(/^3\.1\./), info: { title: "Turnpike" } });
		expect(Object.keys(body.paths)).toEqual(Object.keys(document.paths));
		const etag = first.headers.get("etag") ?? "";
		const again = await fetch(`${world.stack.baseUrl}/openapi.json`, { headers: { "if-none-match": etag } });
		expect(again.status).toBe(304);
		expect(again.headers.get("etag")).toBe(etag);
	});
});
