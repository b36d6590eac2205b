import type { EndpointObject } from "@turnpike/catalog";
import { Fragment } from "react";
import { Badge, SandboxBadge } from "../../ui/badge.tsx";
import { countText, wholeCount } from "../../ui/count-text.ts";
import { CELL, HEAD, NUMBER, TABLE, TableScroll } from "../../ui/table.tsx";
import { Price } from "../models/price.tsx";

interface EndpointTableProps {
	readonly endpoints: readonly EndpointObject[];
	/** Slugs of providers that can be called from here. */
	readonly configured: ReadonlySet<string>;
}

/** Each provider's limits and prices; prices that begin at a prompt's size stand below the ones before. */
export function EndpointTable({ endpoints, configured }: EndpointTableProps) {
	return (
		<TableScroll label="Providers and their prices">
			<table className={TABLE}>
				<thead>
					<tr>
						<th className={HEAD}>Provider</th>
						<th className={`${HEAD} ${NUMBER}`}>Context</th>
						<th className={`${HEAD} ${NUMBER}`}>Longest answer</th>
						<th className={`${HEAD} ${NUMBER}`}>Input $/M</th>
						<th className={`${HEAD} ${NUMBER}`}>Output $/M</th>
						<th className={`${HEAD} ${NUMBER}`}>Cache read</th>
						<th className={`${HEAD} ${NUMBER}`}>Cache write</th>
					</tr>
				</thead>
				<tbody>
					{endpoints.map((endpoint) => (
						<Fragment key={`${endpoint.tag} ${endpoint.quantization} ${endpoint.name}`}>
							<EndpointRow endpoint={endpoint} isConfigured={configured.has(endpoint.tag)} />
							{endpoint.pricing.overrides?.map((tier) => (
								<tr key={tier.min_prompt_tokens}>
									<td className={`${CELL} pl-8 text-muted`} colSpan={3}>
										prompts of {wholeCount(tier.min_prompt_tokens)} tokens or more
									</td>
									<PriceCells pricing={tier} />
								</tr>
							))}
						</Fragment>
					))}
				</tbody>
			</table>
		</TableScroll>
	);
}

interface EndpointRowProps {
	readonly endpoint: EndpointObject;
	readonly isConfigured: boolean;
}

function EndpointRow({ endpoint, isConfigured }: EndpointRowProps) {
	const { pricing, status, quantization, tag } = endpoint;
	return (
		<tr>
			<th scope="row" className={`${CELL} text-left font-medium`}>
				<span className="flex flex-wrap items-center gap-1.5">
					{endpoint.provider_name}
					{tag === "sandbox" && <SandboxBadge />}
					{quantization !== "unknown" && <Badge>{quantization}</Badge>}
					{!isConfigured && (
						<span title="This server has no key for it, and cannot call it">
							<Badge>no key here</Badge>
						</span>
					)}
					{status < 0 && <Badge tone="warn">{pricing.prompt === "-1" ? "no price" : "deprecated"}</Badge>}
				</span>
			</th>
			<td className={`${CELL} ${NUMBER}`}>{countText(endpoint.context_length)}</td>
			<td className={`${CELL} ${NUMBER}`}>
				{endpoint.max_completion_tokens === null ? "–" : countText(endpoint.max_completion_tokens)}
			</td>
			<PriceCells pricing={pricing} />
		</tr>
	);
}

interface PriceCellsProps {
	readonly pricing: {
		readonly prompt: string;
		readonly completion: string;
		readonly input_cache_read?: string;
		readonly input_cache_write?: string;
	};
}

function PriceCells({ pricing }: PriceCellsProps) {
	return (
		<>
			<td className={`${CELL} ${NUMBER}`}>
				<Price perToken={pricing.prompt} />
			</td>
			<td className={`${CELL} ${NUMBER}`}>
				<Price perToken={pricing.completion} />
			</td>
			<td className={`${CELL} ${NUMBER}`}>
				{pricing.input_cache_read ? <Price perToken={pricing.input_cache_read} /> : "–"}
			</td>
			<td className={`${CELL} ${NUMBER}`}>
				{pricing.input_cache_write ? <Price perToken={pricing.input_cache_write} /> : "–"}
			</td>
		</>
	);
}
