import { type ProviderWorld, paymentProviderContract, type WayToPay } from "@turnpike/payments/contract";
import { freshDatabase } from "@turnpike/test-services";
import { connect } from "../../connect.ts";
import { uuidv7 } from "../../testing/uuidv7.fixture.ts";
import { paySandboxCheckout, type SandboxMethod } from "./sandbox-checkout.ts";
import { makeSandboxProvider } from "./sandbox-provider.ts";

const METHODS: Readonly<Record<WayToPay, SandboxMethod>> = {
	"a good card": "card",
	"a card that is declined": "declined",
	"a card that is declined later": "declined_later",
	"a bank debit": "debit",
};

paymentProviderContract("the sandbox", async (): Promise<ProviderWorld> => {
	const database = await freshDatabase("sandbox payments");
	const sql = connect(database.url, { connections: 4 });
	const provider = makeSandboxProvider({ sql, publicUrl: () => "http://localhost:8787", now: Date.now, newId: uuidv7 });
	return {
		provider,
		async pay(checkoutId, way) {
			await paySandboxCheckout(sql, checkoutId, METHODS[way], Date.now(), uuidv7());
		},
		async debitCame(paymentId) {
			await sql`update sandbox_payment set settles_at = now() - interval '1 second' where id = ${paymentId}`;
		},
		async expire(checkoutId) {
			await sql`update sandbox_payment set expires_at = now() - interval '1 second' where checkout_id = ${checkoutId}`;
		},
		async close() {
			await sql.end();
			await database.drop();
		},
	};
});
