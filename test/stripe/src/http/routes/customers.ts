import type { Customer, PaymentMethod } from "../../objects/shapes.ts";
import { invalidRequest, noSuch } from "../api-error.ts";
import type { Call, Routes } from "../call.ts";
import { page } from "../list.ts";

export const customerRoutes: Routes = {
	"POST /v1/customers": ({ world, params, cause }) => {
		const given = {
			email: params.text("email") ?? null,
			name: params.text("name") ?? null,
			metadata: params.metadata(),
		};
		return () => {
			const customer: Customer = { ...world.born("cus"), object: "customer", ...given };
			world.customers.set(customer.id, customer);
			world.emit("customer.created", customer, cause);
			return customer;
		};
	},
	"GET /v1/customers/:id": (call) => {
		const customer = customerOf(call, call.id);
		return () => customer;
	},
	"GET /v1/payment_methods/:id": (call) => {
		const method = methodOf(call, call.id);
		return () => method;
	},
	"GET /v1/payment_methods": ({ world, params, path }) => {
		const customer = params.text("customer");
		const all = [...world.paymentMethods.values()].filter((one) => one.customer === customer);
		const answer = page(all, params, path);
		return () => answer;
	},
	"POST /v1/payment_methods/:id/detach": (call) => {
		const { world, cause } = call;
		const method = methodOf(call, call.id);
		if (method.customer === null) {
			throw invalidRequest(
				"The payment method you provided is not attached to a customer so detachment is impossible.",
			);
		}
		return () => {
			method.customer = null;
			world.emit("payment_method.detached", method, cause);
			return method;
		};
	},
};

export function customerOf({ world }: Call, id: string, param = "id"): Customer {
	const customer = world.customers.get(id);
	if (!customer) throw noSuch("customer", id, param);
	return customer;
}

export function methodOf({ world }: Call, id: string, param = "id"): PaymentMethod {
	const method = world.paymentMethods.get(id);
	if (!method) throw noSuch("PaymentMethod", id, param);
	return method;
}
