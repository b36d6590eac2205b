import type { RequestHeader } from "./operation.ts";

interface HeaderText {
	readonly description: string;
	readonly example?: string;
}

/** Headers a caller may send. */
export const REQUEST_HEADERS: Readonly<Record<RequestHeader, HeaderText>> = {
	"Idempotency-Key": {
		description:
			"The same key and body again is the same call: it joins the one under way or gets its answer, and is billed once.",
		example: "order-1234",
	},
	"x-turnpike-max-cost": {
		description: "USD. The call is refused, or ended in the middle, before it costs more.",
		example: "0.05",
	},
	"x-turnpike-tags": {
		description: "Names that usage is reported, and may be budgeted, by; with commas between.",
		example: "batch,team-red",
	},
	"X-Title": { description: "The app's name, in reports.", example: "My App" },
	"HTTP-Referer": { description: "The app's address, where it has no `X-Title`.", example: "https://example.com" },
	traceparent: { description: "W3C trace context; spans of the call become its children." },
	"anthropic-version": { description: "Taken and passed on; none is needed." },
	"If-None-Match": { description: "An `etag` seen before: 304 where nothing has changed." },
};

/** Headers of answers of models. */
export const ANSWER_HEADERS = {
	"x-generation-id": { description: "The generation: `GET /generation?id=`." },
	"x-turnpike-provider": { description: "Who answered." },
	"x-turnpike-model": { description: "The model that answered." },
	"x-turnpike-attempts": { description: "How many endpoints were tried." },
	"x-turnpike-max-tokens": { description: "The output limit that the balance allowed, where none was asked for." },
	"x-turnpike-replay": {
		description: "`true`: the answer of an earlier request, given again. Nothing more is billed.",
	},
	"x-turnpike-sandbox": { description: "`true`: no model answered, and no money was spent." },
	"server-timing": { description: "Milliseconds of Turnpike's own, apart from the provider's." },
	"x-ratelimit-limit-requests": { description: "Requests a minute this key has, where it has a limit." },
	"x-ratelimit-remaining-requests": { description: "How many of them are left." },
	"x-ratelimit-reset-requests": { description: "When all of them are there again." },
} as const satisfies Readonly<Record<string, HeaderText>>;

/** Headers of every answer. */
export const EVERY_HEADERS = {
	"x-request-id": { description: "Names this request in our log; `request-id` is the same." },
} as const satisfies Readonly<Record<string, HeaderText>>;

/** Headers of every refusal. */
export const REFUSAL_HEADERS = {
	"x-should-retry": { description: "`true` only where nothing was billed and the same call may succeed later." },
	"retry-after": { description: "Seconds to wait, at most 60; with every 429 and 5xx." },
} as const satisfies Readonly<Record<string, HeaderText>>;
