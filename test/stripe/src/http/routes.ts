import type { Handler, Routes } from "./call.ts";
import { balanceRoutes } from "./routes/balance.ts";
import { checkoutRoutes } from "./routes/checkout.ts";
import { customerRoutes } from "./routes/customers.ts";
import { disputeRoutes } from "./routes/disputes.ts";
import { intentRoutes } from "./routes/intents.ts";
import { refundRoutes } from "./routes/refunds.ts";

const ROUTES: Routes = {
	...balanceRoutes,
	...checkoutRoutes,
	...customerRoutes,
	...disputeRoutes,
	...intentRoutes,
	...refundRoutes,
};

export interface FoundRoute {
	readonly handler: Handler;
	readonly id: string;
}

export function findRoute(method: string, path: string): FoundRoute | undefined {
	for (const [route, handler] of Object.entries(ROUTES)) {
		const [routeMethod, pattern = ""] = route.split(" ");
		const found = routeMethod === method ? new RegExp(`^${pattern.replace(":id", "([^/]+)")}$`).exec(path) : null;
		if (found) return { handler, id: found[1] ?? "" };
	}
	return undefined;
}
