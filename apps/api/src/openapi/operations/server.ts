import * as z from "zod";
import type { Operation } from "../operation.ts";

const readiness = z.object({ status: z.string(), checks: z.record(z.string(), z.string()) });

export const SERVER: readonly Operation[] = [
	{
		method: "get",
		path: "/healthz",
		from: "host",
		id: "getHealth",
		tag: "Server",
		summary: "Whether it is alive",
		who: "anybody",
		answers: [{ description: "It is.", schema: { name: "Health", schema: z.object({ status: z.literal("ok") }) } }],
	},
	{
		method: "get",
		path: "/readyz",
		from: "host",
		id: "getReadiness",
		tag: "Server",
		summary: "Whether it may have traffic",
		who: "anybody",
		answers: [
			{ description: "It may.", schema: { name: "Readiness", schema: readiness } },
			{
				status: 503,
				description: "It may not; `checks` says what is wrong.",
				schema: { name: "Readiness", schema: readiness },
			},
		],
	},
	{
		method: "get",
		path: "/metrics",
		from: "host",
		id: "getMetrics",
		tag: "Server",
		summary: "What it counts",
		who: "anybody",
		answers: [{ type: "text/plain", description: "Prometheus' text format." }],
	},
	{
		method: "get",
		path: "/.well-known/jwks.json",
		from: "host",
		id: "getJwks",
		tag: "Server",
		summary: "The public keys",
		description: "By which sessions' tokens and receipts are verified (RFC 7517).",
		who: "anybody",
		answers: [
			{
				description: "The keys.",
				schema: {
					name: "Jwks",
					schema: z.object({ keys: z.array(z.looseObject({ kid: z.string(), kty: z.string() })) }),
				},
			},
		],
		errors: ["not_found", "overloaded"],
	},
	{
		method: "get",
		path: "/openapi.json",
		from: "host",
		id: "getReference",
		tag: "Server",
		summary: "This description",
		who: "anybody",
		headers: ["If-None-Match"],
		answers: [{ description: "OpenAPI 3.1." }, { status: 304, description: "What you have is what there is." }],
	},
	{
		method: "get",
		path: "/api/outbox",
		from: "host",
		id: "readOutbox",
		tag: "Server",
		summary: "Mails nobody delivers",
		description: "Outside production and without an SMTP server only.",
		who: "anybody",
		query: z.object({ to: z.string().optional().meta({ description: "To this address alone." }) }),
		answers: [
			{
				description: "The mails, the newest first.",
				schema: {
					name: "Outbox",
					schema: z.object({
						data: z.array(z.looseObject({ to: z.string(), subject: z.string(), text: z.string() })),
					}),
				},
			},
		],
		errors: ["not_found", "overloaded"],
	},
];
