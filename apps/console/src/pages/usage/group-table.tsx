import { Link } from "@tanstack/react-router";
import type { Group, Usage, UsageRow } from "../../api/analytics.ts";
import { Usd } from "../../money/usd.tsx";
import { SandboxBadge } from "../../ui/badge.tsx";
import { wholeCount } from "../../ui/count-text.ts";
import { CELL, HEAD, NUMBER, ROOMY, TABLE, TableScroll } from "../../ui/table.tsx";
import type { GenerationsSearch } from "../generations/generations-search.ts";
import { amountOf, colourOf, type Measure, type Series, shareOf } from "./usage-series.ts";

interface GroupTableProps {
	readonly usage: Usage;
	readonly group: Group;
	readonly measure: Measure;
	readonly series: readonly Series[];
	/** The time as it stands in the address. */
	readonly time: string;
}

const HEADS: Readonly<Record<Group, string>> = {
	model: "Model",
	key: "Key",
	project: "Project",
	provider: "Provider",
	member: "Member",
};

/** A line for each group; its name leads to its single generations. */
export function GroupTable({ usage, group, measure, series, time }: GroupTableProps) {
	const whole = usage.groups.reduce((sum, row) => sum + amountOf(row, measure), 0n);
	const rows = usage.groups.toSorted((one, other) => (amountOf(one, measure) < amountOf(other, measure) ? 1 : -1));
	return (
		<TableScroll label="Usage by group">
			<table className={TABLE}>
				<thead>
					<tr>
						<th className={HEAD}>{HEADS[group]}</th>
						<th className={`${HEAD} ${NUMBER}`}>Requests</th>
						<th className={`${HEAD} ${NUMBER} ${ROOMY}`}>Tokens in</th>
						<th className={`${HEAD} ${NUMBER} ${ROOMY}`}>Tokens out</th>
						<th className={`${HEAD} ${NUMBER} ${ROOMY}`}>Share</th>
						<th className={`${HEAD} ${NUMBER}`}>Cost</th>
					</tr>
				</thead>
				<tbody>
					{rows.length === 0 && (
						<tr>
							<td className={`${CELL} py-8 text-center text-muted`} colSpan={6}>
								Nothing
							</td>
						</tr>
					)}
					{rows.map((row) => (
						<tr key={row.group} className="relative hover:bg-sunken">
							<th scope="row" className={`${CELL} text-left font-medium`}>
								<GroupName
									row={row}
									group={group}
									time={time}
									colour={colourOf(
										row.group,
										series.findIndex(({ id }) => id === row.group),
									)}
								/>
							</th>
							<td className={`${CELL} ${NUMBER}`}>{wholeCount(row.requests)}</td>
							<td className={`${CELL} ${NUMBER} ${ROOMY}`}>{wholeCount(row.promptTokens)}</td>
							<td className={`${CELL} ${NUMBER} ${ROOMY}`}>{wholeCount(row.completionTokens)}</td>
							<td className={`${CELL} ${NUMBER} ${ROOMY}`}>{shareOf(amountOf(row, measure), whole)}%</td>
							<td className={`${CELL} ${NUMBER}`}>
								<Usd value={row.costUsd} />
							</td>
						</tr>
					))}
				</tbody>
			</table>
			{usage.truncated && (
				<p className="px-5 py-3 text-faint text-sm">There is more than is shown: choose a shorter time.</p>
			)}
		</TableScroll>
	);
}

interface GroupNameProps {
	readonly row: UsageRow;
	readonly group: Group;
	readonly time: string;
	readonly colour: string;
}

function GroupName({ row, group, time, colour }: GroupNameProps) {
	const search: GenerationsSearch = { time, ...(group !== "member" && { [group]: row.group }) };
	return (
		<span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
			<span className="size-2.5 shrink-0 rounded-xs" style={{ background: colour }} aria-hidden="true" />
			{group === "member" || row.group === "" ? (
				<span>{row.name || "none"}</span>
			) : (
				<Link to="/generations" search={search} className="after:absolute after:inset-0 hover:text-accent-ink">
					{row.name}
				</Link>
			)}
			{/^sandbox(?:\/|$)/.test(row.group) && <SandboxBadge />}
		</span>
	);
}
