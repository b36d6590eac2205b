import { METRICS_CONTENT_TYPE } from "@turnpike/telemetry";
import type { Context } from "hono";
import type { ApiDependencies } from "../dependencies.ts";

/** For whoever runs the server: is it alive, may it have traffic, what does it count. */
export function operatorRoutes(deps: ApiDependencies) {
	return {
		health: (c: Context) => c.json({ status: "ok" }),

		async ready(c: Context) {
			const { ready, checks } = await deps.readiness();
			return c.json({ status: ready ? "ready" : "not ready", checks }, ready ? 200 : 503);
		},

		metrics: (c: Context) => c.body(deps.exposeMetrics(), 200, { "content-type": METRICS_CONTENT_TYPE }),
	};
}
