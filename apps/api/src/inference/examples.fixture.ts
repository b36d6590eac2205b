import type { Endpoint, Model, Prices } from "@turnpike/catalog";
import type { Allowances, Hold, HoldOutcome, Spender } from "@turnpike/ledger";
import { type NanoUsd, nanoUsd, parseUsdPerMillion } from "@turnpike/money";
import type { Attempt } from "@turnpike/routing";
import type { Call } from "@turnpike/wire";
import { keyRecord } from "../keys/key-record.fixture.ts";
import { Audience } from "../retries/audience.ts";
import type { OpenCall } from "../retries/open-call.ts";
import { FORMATS } from "./formats.ts";
import type { Generation } from "./generation.ts";

/** The input bound of `aCall()`: 36 bytes and one message's frame of 64 tokens. */
export const INPUT_TOKENS = 100;
/** What an output token costs at $10 per million. */
export const NANO_PER_OUTPUT_TOKEN = 10_000n;
/** What the input of `aCall()` costs at $1 per million. */
export const INPUT_NANO = 100_000n;

export function aCall(changes: Partial<Call> = {}): Call {
	return {
		format: "chat",
		flavor: "native",
		model: "openai/gpt-5.5",
		fallbackModels: [],
		stream: false,
		streamUsage: false,
		maxOutputTokens: undefined,
		choices: 1,
		inputCount: 1,
		tools: false,
		media: { inlineImages: 0, remote: 0, inlineFiles: 0 },
		reasoning: false,
		parameters: [],
		provider: {},
		body: { text: '{"model":"gpt-5.5","messages":[{}] }', bytes: 36, members: new Map() },
		canonical: () => {
			throw new Error("nothing here translates a call");
		},
		...changes,
	};
}

export interface AttemptChanges {
	readonly model?: Partial<Model>;
	readonly endpoint?: Partial<Endpoint>;
	readonly prices?: Prices;
}

/** An attempt at a provider that asks $1 per million input tokens and so much per million output tokens. */
export function anAttempt(provider: string, output = "10", changes: AttemptChanges = {}): Attempt {
	const slug = "openai/gpt-5.5";
	const id = `${slug}@${provider}`;
	const base = changes.prices ?? { input: parseUsdPerMillion("1"), output: parseUsdPerMillion(output) };
	const priceVersion = { id: `pv_${provider}`, endpointId: id, effectiveFrom: 0, source: "test", base, tiers: [] };
	const endpoint: Endpoint = {
		id,
		model: slug,
		provider,
		providerModelId: "gpt-5.5",
		contextLength: 100_000,
		maxPromptTokens: undefined,
		maxOutputTokens: 10_000,
		supportedParameters: [],
		quantization: "unknown",
		deprecated: false,
		priceVersions: [priceVersion],
		...changes.endpoint,
	};
	const model: Model = {
		slug,
		author: "openai",
		name: "GPT-5.5",
		description: "",
		createdAt: 0,
		kind: "chat",
		contextLength: 100_000,
		maxOutputTokens: 10_000,
		inputModalities: ["text"],
		outputModalities: ["text"],
		supportedParameters: [],
		reasoning: false,
		openWeights: false,
		knowledgeCutoff: undefined,
		endpoints: [endpoint],
		...changes.model,
	};
	const expectedPrice = 0n as Attempt["expectedPrice"];
	return { model, endpoint, priceVersion, expectedPrice, lacksFeatures: false, orderRank: 0 };
}

/** A purse in process memory: it holds what it has, and notes everything asked of it. */
export class Purse implements Allowances {
	available: bigint;
	/** Answers instead of the purse, where set. */
	refuse: (() => HoldOutcome) | undefined;
	readonly asked: bigint[] = [];
	readonly ends: string[] = [];

	constructor(available: bigint) {
		this.available = available;
	}

	hold(spender: Spender, amount: NanoUsd): HoldOutcome {
		this.asked.push(amount);
		if (this.refuse) return this.refuse();
		if (amount > this.available) {
			return { refused: { reason: "insufficient_credits", availableNanoUsd: nanoUsd(this.available) } };
		}
		this.available -= amount;
		return { held: aHold(amount, spender) };
	}

	extend(hold: Hold, by: NanoUsd): boolean | Promise<boolean> {
		this.asked.push(by);
		if (by > this.available) return false;
		this.available -= by;
		hold.amount = nanoUsd(hold.amount + by);
		return true;
	}

	settle(hold: Hold, charge: NanoUsd): void {
		hold.state = "settled";
		this.ends.push(`settled at ${charge}`);
	}

	release(hold: Hold): void | Promise<void> {
		hold.state = "released";
		this.ends.push("released");
	}

	async close(): Promise<void> {}
}

export function aHold(amount: bigint, spender: Spender = { accountId: "acct_1", keyId: "key_1" }): Hold {
	return { spender, allowanceId: "allowance_1", amount: nanoUsd(amount), state: "held" };
}

export function anOpenCall(call = aCall()): OpenCall {
	const facts = { keyId: "key_1", call, name: undefined, tellsRetries: false };
	return {
		...facts,
		audience: new Audience(() => 0),
		replacesStalled: false,
		upstream: undefined,
		answer: undefined,
		transcript: undefined,
		onEnd: undefined,
	};
}

export function aGeneration(changes: Partial<Generation> = {}): Generation {
	return {
		id: "gen_1",
		uuid: "00000000-0000-7000-8000-000000000001",
		requestId: "req_1",
		leave: () => {},
		key: keyRecord(),
		call: aCall(),
		format: FORMATS.chat,
		admittedAt: 1_790_000_000_000,
		arrivedAt: 1_000,
		open: anOpenCall(changes.call),
		forwardedHeaders: {},
		endUser: "",
		tags: [],
		requestSha256: "",
		app: "",
		span: { set: () => {}, fail: () => {}, end: () => {}, run: (work) => work(), child: () => aGeneration().span },
		permit: { keyId: "key_1", permitId: "gen_1", holdsSlot: true },
		requests: undefined,
		attempts: [],
		...changes,
	};
}
