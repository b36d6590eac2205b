import type { ServerResponse } from "node:http";
import type { CheckoutSession } from "../objects/shapes.ts";
import type { World } from "../objects/world.ts";
import type { People } from "./people.ts";

interface PageRequest {
	readonly method: string;
	readonly url: string;
	readonly body: string;
}

/** The pages a browser is sent to: a checkout to pay at, receipts, invoices. */
export function showPage(world: World, people: People, request: PageRequest, response: ServerResponse): void {
	const { status, html, location } = pageFor(world, people, request);
	response.writeHead(status, { "content-type": "text/html; charset=utf-8", ...(location && { location }) });
	response.end(`<!doctype html><html lang="en"><title>Stripe (test server)</title>${html}</html>`);
}

interface Page {
	readonly status: number;
	readonly html: string;
	readonly location?: string;
}

function pageFor(world: World, people: People, { method, url, body }: PageRequest): Page {
	const [, kind = "", id = ""] = /^\/(c\/pay|receipts|invoices)\/([\w-]+)/.exec(url) ?? [];
	if (kind === "") return { status: 404, html: "<h1>Not found</h1>" };
	if (kind !== "c/pay") return { status: 200, html: `<h1>${kind}</h1><p>${id}</p>` };
	const session = world.sessions.get(id);
	if (session?.status !== "open") return { status: 404, html: "<h1>This checkout is over</h1>" };
	if (method !== "POST") return { status: 200, html: checkoutPage(world, session) };
	const { failure } = people.pay(id, new URLSearchParams(body).get("method") ?? "pm_card_visa");
	if (failure !== undefined) {
		return { status: 200, html: `<p role="alert">${failure}</p>${checkoutPage(world, session)}` };
	}
	return { status: 303, html: "", location: session.success_url?.replace("{CHECKOUT_SESSION_ID}", id) ?? "/" };
}

function checkoutPage(world: World, session: CheckoutSession): string {
	const dollars = (cents: number) => `$${(cents / 100).toFixed(2)}`;
	const items = world.sessionsMore.get(session.id)?.lineItems ?? [];
	const rows = items.map(({ name, amount }) => `<li>${name}: ${dollars(amount)}</li>`).join("");
	const methods = ["pm_card_visa", "pm_usBankAccount", "pm_card_chargeDeclined"];
	const buttons = methods.map((method) => `<button name="method" value="${method}">Pay with ${method}</button>`);
	return `<h1>Pay ${dollars(session.amount_total)}</h1><ul>${rows}</ul><form method="post">${buttons.join("")}</form>
		<a href="${session.cancel_url ?? "/"}">Back</a>`;
}
