import { Link } from "@tanstack/react-router";
import type { GenerationSummary } from "@turnpike/wire/account";
import { Usd } from "../../money/usd.tsx";
import { durationText } from "../../time/duration-text.ts";
import { Moment } from "../../time/moment.tsx";
import { Badge, SandboxBadge } from "../../ui/badge.tsx";
import { wholeCount } from "../../ui/count-text.ts";
import { CELL, HEAD, NUMBER, ROOMY, TABLE, TableScroll } from "../../ui/table.tsx";
import { StatusBadge } from "./status-badge.tsx";

/** A line for each generation; its time leads to the whole of it. */
export function GenerationTable({ rows }: { readonly rows: readonly GenerationSummary[] }) {
	return (
		<TableScroll label="Generations">
			<table className={TABLE}>
				<thead>
					<tr>
						<th className={HEAD}>Time</th>
						<th className={HEAD}>Model</th>
						<th className={`${HEAD} ${ROOMY}`}>Key</th>
						<th className={`${HEAD} ${NUMBER} ${ROOMY}`}>Tokens in</th>
						<th className={`${HEAD} ${NUMBER} ${ROOMY}`}>Tokens out</th>
						<th className={`${HEAD} ${NUMBER} ${ROOMY}`}>First byte</th>
						<th className={`${HEAD} ${NUMBER} ${ROOMY}`}>Whole</th>
						<th className={`${HEAD} ${NUMBER}`}>Cost</th>
					</tr>
				</thead>
				<tbody>
					{rows.map((row) => (
						<Row key={row.id} row={row} />
					))}
				</tbody>
			</table>
		</TableScroll>
	);
}

function Row({ row }: { readonly row: GenerationSummary }) {
	return (
		<tr className="relative hover:bg-sunken">
			<td className={CELL}>
				<Link
					to="/generations/$id"
					params={{ id: row.id }}
					className="after:absolute after:inset-0 hover:text-accent-ink"
				>
					<Moment at={row.created_at} />
				</Link>
			</td>
			<td className={CELL}>
				<span className="flex flex-wrap items-center gap-1.5">
					<span className="sm:whitespace-nowrap">{row.model}</span>
					{row.sandbox ? <SandboxBadge /> : <span className="text-faint text-xs">{row.provider_name}</span>}
					<StatusBadge status={row.status} />
					{row.attempts > 1 && <Badge>{row.attempts} attempts</Badge>}
				</span>
			</td>
			<td className={`${CELL} ${ROOMY} max-w-40 truncate`}>{row.key_name || row.key_id}</td>
			<td className={`${CELL} ${NUMBER} ${ROOMY}`}>{wholeCount(row.tokens_prompt)}</td>
			<td className={`${CELL} ${NUMBER} ${ROOMY}`}>{wholeCount(row.tokens_completion)}</td>
			<td className={`${CELL} ${NUMBER} ${ROOMY}`}>{row.streamed ? durationText(row.ttft_ms) : "–"}</td>
			<td className={`${CELL} ${NUMBER} ${ROOMY}`}>{durationText(row.latency_ms)}</td>
			<td className={`${CELL} ${NUMBER}`}>
				<Usd value={row.total_cost_usd} />
				{!row.posted && (
					<span className="ml-1.5 text-faint text-xs max-sm:block">{row.parked ? "parked" : "not posted yet"}</span>
				)}
			</td>
		</tr>
	);
}
