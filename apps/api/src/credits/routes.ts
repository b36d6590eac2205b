import { PurchaseMismatch } from "@turnpike/db";
import { centsOfNano, ProviderRefused, ProviderUnavailable, priceOfCredit, settingsMistake } from "@turnpike/payments";
import { TurnpikeError } from "@turnpike/wire";
import { autoTopUpRequest, checkoutRequest, purchaseListQuery, readObject, readQuery } from "@turnpike/wire/account";
import type { Context } from "hono";
import { requireActor } from "../account/actor.ts";
import { fromBook } from "../account/from-book.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { readJsonBody } from "../http/read-body.ts";
import { autoTopUpObject, TOP_UP_DEFAULTS } from "./auto-top-up-object.ts";
import type { Credits } from "./credits.ts";
import { readIdempotencyKey } from "./idempotency-key.ts";
import { purchaseObject } from "./purchase-object.ts";
import { returnUrls } from "./return-urls.ts";

const DEFAULT_PAGE = 20;

/** Credit is bought here, and what was bought is shown. */
export function creditRoutes(deps: ApiDependencies) {
	return {
		async checkout(c: Context) {
			const actor = await requireActor(deps, c.req.raw, "credits:write");
			const credits = creditsHere(deps);
			const idempotencyKey = readIdempotencyKey(c.req.raw.headers);
			const body = await readJsonBody(c.req.raw, deps.deadlines, deps.timeouts.bodyMs);
			const { credit, saveCard, ...urls } = readObject(checkoutRequest, body.value);
			const creditCents = centsOfNano(credit) ?? 0n;
			const purchase = await fromProvider(
				credits.buy({
					id: deps.ids.id("purchase"),
					organisationId: actor.organisationId,
					price: priceOfCredit(creditCents, credits.fee),
					saveCard,
					idempotencyKey,
					fingerprint: JSON.stringify([creditCents.toString(), saveCard, urls.successUrl ?? "", urls.cancelUrl ?? ""]),
					actor: actor.name,
					now: deps.now(),
					...returnUrls(deps.publicUrl(), urls),
				}),
			);
			return c.json({ data: purchaseObject(purchase, deps.now()) });
		},

		async purchases(c: Context) {
			const { organisationId } = await requireActor(deps, c.req.raw, "credits:read");
			const { limit = DEFAULT_PAGE, cursor } = readQuery(purchaseListQuery, new URL(c.req.url).searchParams);
			const found = await fromBook(creditsHere(deps).purchases(organisationId, limit, cursor));
			return c.json({
				object: "list",
				data: found.purchases.map((purchase) => purchaseObject(purchase, deps.now())),
				has_more: found.next !== undefined,
				next_cursor: found.next ?? null,
			});
		},

		async purchase(c: Context) {
			const { organisationId } = await requireActor(deps, c.req.raw, "credits:read");
			const id = c.req.param("id") ?? "";
			const purchase = await fromBook(creditsHere(deps).purchase(organisationId, id));
			if (purchase) return c.json({ data: purchaseObject(purchase, deps.now()) });
			throw new TurnpikeError("not_found", `There is no purchase ${JSON.stringify(id.slice(0, 80))}.`);
		},

		async autoTopUp(c: Context) {
			const { organisationId } = await requireActor(deps, c.req.raw, "credits:read");
			return c.json({ data: await shownTopUp(deps, creditsHere(deps), organisationId) });
		},

		async setAutoTopUp(c: Context) {
			const actor = await requireActor(deps, c.req.raw, "credits:write");
			const credits = creditsHere(deps);
			const body = await readJsonBody(c.req.raw, deps.deadlines, deps.timeouts.bodyMs);
			const asked = readObject(autoTopUpRequest, body.value);
			await changeTopUp(deps, credits, actor, asked);
			return c.json({ data: await shownTopUp(deps, credits, actor.organisationId) });
		},

		async forgetCard(c: Context) {
			const { organisationId } = await requireActor(deps, c.req.raw, "credits:write");
			const forgotten = await fromProvider(creditsHere(deps).forgetCard(organisationId));
			if (!forgotten) throw new TurnpikeError("not_found", "There is no saved card.");
			return c.json({ deleted: true });
		},
	};
}

/** @throws TurnpikeError `not_found` where credit cannot be bought. */
function creditsHere({ credits }: ApiDependencies): Credits {
	if (credits) return credits;
	throw new TurnpikeError("not_found", "This server sells no credit: it has no payment provider.");
}

type AskedTopUp = ReturnType<typeof autoTopUpRequest.parse>;

async function changeTopUp(
	deps: ApiDependencies,
	credits: Credits,
	actor: { readonly organisationId: string; readonly name: string },
	asked: AskedTopUp,
): Promise<void> {
	const { organisationId, name } = actor;
	const before = (await fromBook(credits.autoTopUp(organisationId, deps.now()))) ?? TOP_UP_DEFAULTS;
	const settings = {
		threshold: asked.threshold_usd ?? before.threshold,
		amountCents: asked.amount_usd === undefined ? before.amountCents : (centsOfNano(asked.amount_usd) ?? 0n),
		monthlyMaxCents:
			asked.monthly_max_usd === undefined ? before.monthlyMaxCents : (centsOfNano(asked.monthly_max_usd) ?? 0n),
	};
	const mistake = settingsMistake(settings);
	if (mistake) {
		const param = TOP_UP_PARAMS[mistake.field];
		throw new TurnpikeError("invalid_value", `\`${param}\` must be ${mistake.right}.`, { param });
	}
	if (asked.enabled && (await fromBook(credits.cardLabel(organisationId))) === undefined) {
		const message = "There is no saved card. Buy credit once with `save_card: true`; then switch top-ups on.";
		throw new TurnpikeError("invalid_value", message, { param: "enabled" });
	}
	await fromBook(credits.setAutoTopUp(organisationId, asked.enabled, settings, name));
}

const TOP_UP_PARAMS = {
	threshold: "threshold_usd",
	amountCents: "amount_usd",
	monthlyMaxCents: "monthly_max_usd",
} as const;

async function shownTopUp(deps: ApiDependencies, credits: Credits, organisationId: string) {
	const [topUp, card] = await Promise.all([
		fromBook(credits.autoTopUp(organisationId, deps.now())),
		fromBook(credits.cardLabel(organisationId)),
	]);
	return autoTopUpObject(topUp ?? TOP_UP_DEFAULTS, card, credits.provider === "sandbox");
}

/** What book and provider say together. @throws TurnpikeError: theirs, or ours where a provider refuses. */
async function fromProvider<T>(asked: Promise<T>): Promise<T> {
	try {
		return await asked;
	} catch (cause) {
		if (cause instanceof PurchaseMismatch) {
			throw new TurnpikeError("idempotency_mismatch", "This Idempotency-Key was used for another purchase.", {
				param: "Idempotency-Key",
			});
		}
		if (cause instanceof ProviderRefused) throw new Error("the payment provider refuses what we ask", { cause });
		const who = cause instanceof ProviderUnavailable ? "payment provider" : "book";
		const message = `The ${who} cannot be reached at the moment; try again shortly, with the same Idempotency-Key.`;
		throw new TurnpikeError("billing_unavailable", message, { retryAfterSeconds: 2, cause });
	}
}
