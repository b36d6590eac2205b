import { TurnpikeError } from "@turnpike/wire";
import type { Context } from "hono";
import type { ApiDependencies } from "../../dependencies.ts";
import { readBytes } from "../../http/read-body.ts";
import { checkoutPage, METHODS, overPage, receiptPage, STYLE } from "./page.ts";
import type { SandboxCheckouts } from "./sandbox-checkouts.ts";

const LARGEST_FORM_BYTES = 1_024;

/** Pages to pay at where no payment provider is; production has none of them. */
export function sandboxRoutes(deps: ApiDependencies) {
	return {
		async checkout(c: Context) {
			const found = await sandboxHere(deps).find(idOf(c), deps.now());
			headersOfPage(c, deps.publicUrl());
			return found?.state === "open" ? c.html(checkoutPage(found)) : c.html(overPage(found), found ? 200 : 404);
		},

		async pay(c: Context) {
			const sandbox = sandboxHere(deps);
			const form = new URLSearchParams(
				new TextDecoder().decode(await readBytes(c.req.raw, deps.deadlines, deps.timeouts.bodyMs, LARGEST_FORM_BYTES)),
			);
			const method = [...METHODS.map(([name]) => name), "declined_later" as const].find(
				(name) => name === form.get("method"),
			);
			if (!method)
				throw new TurnpikeError("invalid_value", "`method` must be one that the page offers.", { param: "method" });
			const paid = await sandbox.pay(idOf(c), method, deps.now());
			const found = await sandbox.find(idOf(c), deps.now());
			headersOfPage(c, deps.publicUrl());
			if (!found) return c.html(overPage(undefined), 404);
			return c.redirect(paid && method !== "declined" ? found.successUrl : new URL(c.req.url).pathname, 303);
		},

		async receipt(c: Context) {
			const found = await sandboxHere(deps).findPaid(idOf(c), deps.now());
			headersOfPage(c, deps.publicUrl());
			return found ? c.html(receiptPage(found.price, idOf(c))) : c.html(overPage(undefined), 404);
		},

		async style(c: Context) {
			sandboxHere(deps);
			return c.body(STYLE, 200, { "content-type": "text/css; charset=utf-8", "cache-control": "no-cache" });
		},
	};
}

function sandboxHere({ sandboxCheckouts }: ApiDependencies): SandboxCheckouts {
	if (sandboxCheckouts) return sandboxCheckouts;
	throw new TurnpikeError("not_found", "This server has no sandbox for payments.");
}

const idOf = (c: Context) => c.req.param("id") ?? "";

/** Nothing but its style and its own form; a browser holds redirects of the form to the same rule. */
function headersOfPage(c: Context, publicUrl: string): void {
	const origin = new URL(publicUrl).origin;
	const policy = `default-src 'none'; style-src 'self'; form-action 'self' ${origin}; frame-ancestors 'none'; base-uri 'none'`;
	c.header("content-security-policy", policy);
	c.header("referrer-policy", "no-referrer");
	c.header("x-content-type-options", "nosniff");
	c.header("cache-control", "no-store");
}
