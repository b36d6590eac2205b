import { noSuch } from "../api-error.ts";
import type { Call, Routes } from "../call.ts";
import { page } from "../list.ts";

interface OfPayment {
	readonly id: string;
	readonly created: number;
	readonly payment_intent: string;
	readonly charge: string;
}

function list(all: Iterable<OfPayment>, { params, path }: Call): () => object {
	const intent = params.text("payment_intent");
	const charge = params.text("charge");
	const matching = [...all].filter(
		(one) => (intent ?? one.payment_intent) === one.payment_intent && (charge ?? one.charge) === one.charge,
	);
	const answer = page(matching, params, path);
	return () => answer;
}

export const disputeRoutes: Routes = {
	"GET /v1/disputes": (call) => list(call.world.disputes.values(), call),
	"GET /v1/disputes/:id": ({ world, id }) => {
		const dispute = world.disputes.get(id);
		if (!dispute) throw noSuch("dispute", id);
		return () => dispute;
	},
	"GET /v1/radar/early_fraud_warnings": (call) => list(call.world.warnings.values(), call),
};
