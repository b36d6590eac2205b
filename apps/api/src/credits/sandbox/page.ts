import type { SandboxCheckout, SandboxMethod } from "@turnpike/db";
import { formatUsd } from "@turnpike/money";
import { type Cents, type CreditPrice, nanoOfCents } from "@turnpike/payments";
import { html, raw } from "hono/html";

type Html = ReturnType<typeof html>;

/** The ways to pay that the page offers, with what each does. */
export const METHODS: readonly (readonly [SandboxMethod, string, string])[] = [
	["card", "Pay with a test card", "succeeds at once"],
	["debit", "Pay by bank debit", "is on its way for five seconds, then succeeds"],
	["declined", "Use a card that is declined", "fails, and may be tried again"],
];
const LATER: readonly [SandboxMethod, string, string] = [
	"declined_later",
	"Save a card that is declined later",
	"succeeds now; automatic top-ups with it are declined",
];

const dollars = (cents: Cents) => `$${formatUsd(nanoOfCents(cents)).slice(0, -7)}`;

/** The checkout, while it can be paid. It works without script. */
export function checkoutPage(checkout: SandboxCheckout): Html {
	const { price, failure, saveCard } = checkout;
	const methods = saveCard ? [...METHODS, LATER] : METHODS;
	return page(
		`Pay ${dollars(price.totalCents)}`,
		html`<h1>Pay ${dollars(price.totalCents)}</h1>
			<table>
				<caption class="quiet">What you buy</caption>
				<tbody>
					<tr><th scope="row">Turnpike credit</th><td>${dollars(price.creditCents)}</td></tr>
					<tr><th scope="row">Platform fee</th><td>${dollars(price.feeCents)}</td></tr>
				</tbody>
				<tfoot><tr><th scope="row">Total</th><td>${dollars(price.totalCents)}</td></tr></tfoot>
			</table>
			${failure === "" ? "" : html`<p role="alert">${failure}</p>`}
			<form method="post">
				${methods.map(
					([method, name, what]) =>
						html`<button name="method" value="${method}" aria-describedby="${method}">${name}</button>
							<p id="${method}" class="quiet">It ${what}.</p>`,
				)}
			</form>
			<p><a href="${checkout.cancelUrl}">Back without paying</a></p>`,
	);
}

/** A checkout that is over, and where to go from it. */
export function overPage(checkout: SandboxCheckout | undefined): Html {
	if (!checkout) return page("No such checkout", html`<h1>There is no such checkout</h1>`);
	const what = { succeeded: "It is paid", processing: "The payment is on its way", expired: "It has expired" };
	const said = checkout.state === "open" || checkout.state === "failed" ? "It is over" : what[checkout.state];
	return page(said, html`<h1>${said}</h1><p><a href="${checkout.successUrl}">Back to Turnpike</a></p>`);
}

/** The sandbox's receipt. */
export function receiptPage(price: CreditPrice, paymentId: string): Html {
	return page(
		"Receipt",
		html`<h1>Receipt</h1>
			<p>${dollars(price.totalCents)} for Turnpike credit, of which ${dollars(price.feeCents)} is the fee.</p>
			<p class="quiet">${paymentId}</p>`,
	);
}

function page(title: string, content: Html | Promise<Html>) {
	return html`${raw("<!doctype html>")}
<html lang="en">
<head>
	<meta charset="utf-8">
	<meta name="viewport" content="width=device-width, initial-scale=1">
	<meta name="color-scheme" content="light dark">
	<title>${title} · Turnpike sandbox</title>
	<link rel="stylesheet" href="/sandbox/style.css">
</head>
<body>
	<main>
		<p class="mark"><strong>Sandbox:</strong> no money is taken here.</p>
		${content}
	</main>
</body>
</html>`;
}

export const STYLE = `:root { color-scheme: light dark; --line: #8885; --quiet: #5b6472; --accent: #0a6b48; }
@media (prefers-color-scheme: dark) { :root { --quiet: #a7b0be; --accent: #4cc48f; } }
body { margin: 0; font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 26rem; margin: 3rem auto; padding: 0 1.25rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 1.5rem 0 1rem; font-variant-numeric: tabular-nums; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding-bottom: .25rem; }
th { text-align: left; font-weight: 400; }
td { text-align: right; }
tfoot th, tfoot td { font-weight: 600; border-top: 1px solid var(--line); }
th, td { padding: .375rem 0; }
form { margin-top: 1.5rem; }
button { display: block; width: 100%; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: .5rem;
	font: inherit; font-weight: 600; background: transparent; color: inherit; cursor: pointer; }
button:first-of-type { background: #0a6b48; border-color: #0a6b48; color: #fff; }
button:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); }
.quiet { color: var(--quiet); font-size: .875rem; margin: .25rem 0 1rem; overflow-wrap: anywhere; }
.mark { border: 1px solid #b7791f; border-radius: .5rem; padding: .5rem .75rem; background: #b7791f22; margin: 0; }
[role="alert"] { border-left: 3px solid #c53030; padding-left: .75rem; }
`;
