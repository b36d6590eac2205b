import type { Charge, EarlyFraudWarning } from "./shapes.ts";
import type { Cause, World } from "./world.ts";

/** A card network says that a payment is likely fraud. */
export function warn(world: World, charge: Charge): EarlyFraudWarning {
	const warning: EarlyFraudWarning = {
		...world.born("issfr"),
		object: "radar.early_fraud_warning",
		actionable: !charge.refunded && !charge.disputed,
		charge: charge.id,
		payment_intent: charge.payment_intent,
		fraud_type: "unauthorized_use_of_card",
	};
	world.warnings.set(warning.id, warning);
	world.emit("radar.early_fraud_warning.created", warning);
	return warning;
}

/** A charge that is fully refunded or disputed leaves nothing to be done about its warnings. */
export function reviewWarnings(world: World, charge: Charge, cause?: Cause): void {
	for (const warning of world.warnings.values()) {
		if (warning.charge !== charge.id || !warning.actionable || !(charge.refunded || charge.disputed)) continue;
		warning.actionable = false;
		world.emit("radar.early_fraud_warning.updated", warning, cause);
	}
}
