import { paymentProviderContract, type WayToPay } from "@turnpike/payments/contract";
import { StripeServer } from "@turnpike/test-stripe";
import { makeStripeProvider } from "./stripe-provider.ts";

const METHODS: Readonly<Record<WayToPay, string>> = {
	"a good card": "pm_card_visa",
	"a card that is declined": "pm_card_chargeDeclined",
	"a card that is declined later": "pm_card_visa",
	"a bank debit": "pm_usBankAccount",
};

paymentProviderContract("Stripe", async () => {
	const server = await StripeServer.start();
	return {
		provider: makeStripeProvider({ secretKey: server.secretKey, apiBase: server.url }),
		async pay(checkoutId, way) {
			const { paymentIntent } = server.people.pay(checkoutId, METHODS[way]);
			if (way !== "a card that is declined later") return;
			const method = server.world.intents.get(paymentIntent)?.payment_method;
			server.people.changeCard(method ?? "", "pm_card_chargeDeclined");
		},
		debitCame: async (paymentId) => server.people.settle(paymentId, true),
		expire: async (checkoutId) => server.people.expire(checkoutId),
		close: () => server.stop(),
	};
});
