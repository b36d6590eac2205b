import * as z from "zod";
import { instantText } from "./fields.ts";
import { keyFields, limitReset } from "./key.ts";
import { givenName } from "./names.ts";
import { wholeNumber } from "./query-fields.ts";

const MOST_MODELS = 500;
const MODEL = /^[\w.-]+\/(?:\*|[\w.:@-][\w.:@/-]*)$/;
const MOST_AT_ONCE = 1_000_000;

/** An amount as a caller gives it: a number, as peers have it, or exact decimal text. */
const usd = z.union([
	z.number().min(0),
	z.string().regex(/^\d{1,12}(?:\.\d{1,9})?$/, { error: "an amount such as 10 or 0.05" }),
]);

const changeable = {
	name: givenName,
	limit: usd.nullish().meta({ description: "The most it may spend, in USD; null: no limit of its own." }),
	limit_reset: limitReset.nullish(),
	expires_at: z.iso.datetime({ offset: true }).nullish().meta({ description: "From this instant on it is refused." }),
	disabled: z.boolean().optional(),
	requests_per_minute: z.int().min(1).max(1_000_000).nullish(),
	max_concurrent: z.int().min(1).max(MOST_AT_ONCE).nullish(),
	allowed_models: z
		.array(z.string().regex(MODEL, { error: "author/model or author/*" }))
		.min(1)
		.max(MOST_MODELS)
		.nullish()
		.meta({ description: "Only these models: `author/model`, or `author/*` for all of an author's; null: all." }),
	allowed_providers: z.array(z.string()).min(1).max(MOST_MODELS).nullish(),
	project_id: z.string().optional(),
	workspace_id: z.string().optional().meta({ description: "OpenRouter's word for `project_id`." }),
	include_byok_in_limit: z
		.boolean()
		.optional()
		.meta({ description: "Without effect: there are no keys of providers here." }),
};

/** The body of `POST /keys`. */
export const createKeyRequest = z.strictObject({
	...changeable,
	management: z.boolean().optional().meta({
		description: "It manages keys and credits, and may not spend. It ends with its maker's being an owner or admin.",
	}),
	service: z.boolean().optional().meta({
		description: "It belongs to nobody in particular, and outlives its maker's membership.",
	}),
	creator_user_id: z.string().nullish().meta({ description: "With a management key: the member it belongs to." }),
});

/** The body of `PATCH /keys/{hash}`: what is absent stays as it is. */
export const changeKeyRequest = z.strictObject({ ...changeable, name: givenName.optional() });

/** The query of `GET /keys`. */
export const keyListQuery = z.object({
	offset: wholeNumber(0, 1_000_000).optional(),
	limit: wholeNumber(1, 100).optional().meta({ description: "Most keys on a page; 100 by default." }),
	include_disabled: z.enum(["true", "false"]).optional(),
	project_id: z.string().optional(),
	workspace_id: z.string().optional(),
});

/** A key as it is shown: never its text. */
export const ownedKey = z.object({
	...keyFields,
	id: z.string(),
	updated_at: instantText.nullable(),
	creator_user_id: z.string().nullable(),
	external_user: z.null(),
});

export const ownedKeyAnswer = z.object({ data: ownedKey });
export const ownedKeyList = z.object({ data: z.array(ownedKey) });
/** The one answer that holds a key's text. */
export const createdKeyAnswer = z.object({ data: ownedKey, key: z.string() });
export const deletedAnswer = z.object({ deleted: z.literal(true) });

export type CreateKeyRequest = z.output<typeof createKeyRequest>;
export type ChangeKeyRequest = z.output<typeof changeKeyRequest>;
export type OwnedKey = z.infer<typeof ownedKey>;
