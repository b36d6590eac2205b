import { buildDocument, OPERATIONS, type Operation } from "@turnpike/api/reference";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Account, Client, chat, openStack, ROOTS, type Root, type Stack } from "../harness/index.ts";

let stack: Stack;
let account: Account;
let manager: Client;
let client: Client;
let generationId: string;

beforeAll(async () => {
	stack = await openStack("reference");
	account = await stack.account();
	manager = new Client(stack.baseUrl, (await account.key({ management: true })).text);
	client = new Client(stack.baseUrl, (await account.key({ limitUsd: "5", limitReset: "weekly" })).text);
	const answer = await client.post("/v1/chat/completions", chat("[[reason:hm]] hello there", { user: "somebody" }));
	generationId = answer.headers.get("x-generation-id") ?? "";
	await stack.audit();
});
afterAll(() => stack?.close());

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

/** A good call of each operation whose answer is JSON: its path with parameters filled in, and by whom. */
const CALLS: Readonly<Record<string, (root: Root) => { readonly path: string; readonly by?: () => Client }>> = {
	createChatCompletion: () => ({ path: "/chat/completions" }),
	createMessage: () => ({ path: "/messages" }),
	createEmbeddings: () => ({ path: "/embeddings" }),
	listModels: () => ({ path: "/models" }),
	countModels: () => ({ path: "/models/count?q=gpt" }),
	listModelsOfKey: () => ({ path: "/models/user" }),
	listEmbeddingModels: () => ({ path: "/embeddings/models" }),
	getModelByName: () => ({ path: "/models/openai%2Fgpt-4.1" }),
	getModel: () => ({ path: "/models/openai/gpt-4.1" }),
	getModelAsOpenRouter: () => ({ path: "/model/openai/gpt-4.1" }),
	listEndpoints: () => ({ path: "/models/openai/gpt-oss-120b/endpoints" }),
	listImageModels: () => ({ path: "/images/models" }),
	listZdrEndpoints: () => ({ path: "/endpoints/zdr" }),
	listProviders: () => ({ path: "/providers" }),
	getGeneration: () => ({ path: `/generation?id=${generationId}` }),
	listGenerations: () => ({ path: "/generations" }),
	getActivity: () => ({ path: "/activity?by=key,project,model,provider,day,hour", by: () => manager }),
	queryAnalytics: () => ({ path: "/analytics/query", by: () => manager }),
	getAnalyticsMeta: () => ({ path: "/analytics/meta", by: () => manager }),
	getKey: () => ({ path: "/key" }),
	getCredits: () => ({ path: "/credits" }),
	listBudgets: () => ({ path: "/budgets", by: () => manager }),
	setBudget: (root) => ({ path: budgetOf(root), by: () => manager }),
	endBudget: (root) => ({ path: budgetOf(root), by: () => manager }),
	getHealth: () => ({ path: "/healthz" }),
	getReadiness: () => ({ path: "/readyz" }),
	readOutbox: () => ({ path: "/api/outbox" }),
};

/** One for each root, so that neither ends the other's. */
const budgetOf = (root: Root) => `/budgets/project/${account.projectId}/${root === "/v1" ? "monthly" : "weekly"}`;

const METHODS = { get: "GET", post: "POST", put: "PUT", patch: "PATCH", delete: "DELETE" } as const;

const answersJson = (operation: Operation) =>
	operation.answers.some(({ type = "application/json", schema }) => type === "application/json" && schema);

const perRoot = OPERATIONS.filter(answersJson).flatMap((operation) =>
	(operation.from === "host" ? ROOTS.slice(0, 1) : ROOTS).map((root) => ({ operation, root, id: operation.id })),
);

describe("real answers are as the reference describes them, member for member", () => {
	test.each(perRoot)("$id on $root", async ({ operation, root }) => {
		const call = CALLS[operation.id]?.(root);
		if (!call) throw new Error(`nothing here calls ${operation.id}: add it to CALLS`);
		const path = operation.from === "host" ? call.path : root + call.path;
		const by = call.by?.() ?? client;
		const answer = await by.ask(METHODS[operation.method], path, operation.body?.example as object | undefined);
		expect(answer.status, answer.text).toBe(200);
		expectFits(operation, 200, JSON.parse(answer.text));
	});

	test.each(ROOTS)("each chunk of a stream on %s", async (root) => {
		const operation = OPERATIONS.find(({ id }) => id === "createChatCompletion");
		if (!operation) throw new Error("chat is not described");
		const { chunks } = await client.stream(`${root}/chat/completions`, chat("one two three"));
		expect(chunks.length).toBeGreaterThan(3);
		for (const chunk of chunks) expectFits(operation, 200, chunk, "text/event-stream");
	});
});

describe("real refusals are as the reference describes them", () => {
	const guarded = OPERATIONS.filter(({ who, from }) => who !== "anybody" && from !== "host").flatMap((operation) =>
		ROOTS.map((root) => ({ operation, root, id: operation.id })),
	);

	test.each(guarded)("$id on $root, to nobody", async ({ operation, root }) => {
		const path = CALLS[operation.id]?.(root).path ?? operation.path;
		const answer = await fetch(stack.baseUrl + root + path, {
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
			const operation = OPERATIONS.find((each) => each.id === id);
			if (!operation?.body) throw new Error(`${id} is not described`);
			const example = operation.body.example as object;
			const wrong = await client.post(root + operation.path, { ...example, max_tokens: 0 });
			expect(wrong.status).toBe(400);
			expectFits(operation, 400, wrong.body);
			const unknown = await client.post(root + operation.path, { ...example, model: "nobody/nothing" });
			expect(unknown.status).toBe(404);
			expectFits(operation, 404, unknown.body);
		}
	});
});

describe("the reference itself", () => {
	test("is public, whole, and not sent again to who has it", async () => {
		const first = await fetch(`${stack.baseUrl}/openapi.json`);
		expect(first.headers.get("content-type")).toMatch(/^application\/json/);
		const body = await first.json();
		expect(body).toMatchObject({ openapi: expect.stringMatching(/^3\.1\./), info: { title: "Turnpike" } });
		expect(Object.keys(body.paths)).toEqual(Object.keys(document.paths));
		const etag = first.headers.get("etag") ?? "";
		const again = await fetch(`${stack.baseUrl}/openapi.json`, { headers: { "if-none-match": etag } });
		expect(again.status).toBe(304);
		expect(again.headers.get("etag")).toBe(etag);
	});
});
