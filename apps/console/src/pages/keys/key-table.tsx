import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Key } from "../../api/keys.ts";
import { membersQuery } from "../../api/members.ts";
import { projectsQuery } from "../../api/organization.ts";
import { SpentMeter } from "../../money/spent-meter.tsx";
import { usdText } from "../../money/split-usd.ts";
import { Usd } from "../../money/usd.tsx";
import { dayText } from "../../time/time-text.ts";
import { Badge } from "../../ui/badge.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { ActionsHead, CELL, HEAD, NUMBER, ROOMY, TABLE, TableScroll } from "../../ui/table.tsx";
import { KeyMenu } from "./key-menu.tsx";
import { keyState } from "./key-state.ts";

interface KeyTableProps {
	readonly keys: readonly Key[];
	readonly mayChange: boolean;
	readonly onEdit: (key: Key) => void;
	readonly onRevoke: (key: Key) => void;
}

/** A line for each key. */
export function KeyTable({ keys, mayChange, onEdit, onRevoke }: KeyTableProps) {
	const { data: projects = [], isPending: noProjects } = useQuery(projectsQuery);
	const { data: members = [], isPending: noMembers } = useQuery(membersQuery);
	if (noProjects || noMembers) return <SkeletonRows rows={keys.length} label="Loading the keys" />;
	const projectOf = (key: Key) => projects.find(({ id }) => id === key.project_id)?.name ?? "";
	const memberOf = (key: Key) => members.find(({ id }) => id === key.member_id)?.name;
	return (
		<TableScroll label="Keys">
			<table className={TABLE}>
				<thead>
					<tr>
						<th className={HEAD}>Key</th>
						<th className={`${HEAD} ${ROOMY}`}>Project</th>
						<th className={HEAD}>Limit</th>
						<th className={`${HEAD} ${NUMBER} ${ROOMY}`}>This month</th>
						<th className={`${HEAD} ${NUMBER} ${ROOMY}`}>In all</th>
						<ActionsHead />
					</tr>
				</thead>
				<tbody>
					{keys.map((key) => (
						<tr key={key.hash}>
							<th scope="row" className={`${CELL} text-left font-normal`}>
								<KeyName apiKey={key} member={memberOf(key)} />
							</th>
							<td className={`${CELL} ${ROOMY} max-w-48 truncate text-muted`}>{projectOf(key)}</td>
							<td className={`${CELL} min-w-32 sm:min-w-44`}>
								<Limit apiKey={key} />
							</td>
							<td className={`${CELL} ${NUMBER} ${ROOMY}`}>
								<Usd value={key.usage_monthly_usd} />
							</td>
							<td className={`${CELL} ${NUMBER} ${ROOMY}`}>
								<Usd value={key.usage_usd} />
							</td>
							<td className={`${CELL} w-12`}>
								{mayChange && <KeyMenu apiKey={key} onEdit={() => onEdit(key)} onRevoke={() => onRevoke(key)} />}
							</td>
						</tr>
					))}
				</tbody>
			</table>
		</TableScroll>
	);
}

const BADGES = {
	disabled: ["neutral", "disabled"],
	expired: ["bad", "expired"],
	spent: ["warn", "limit reached"],
} as const;

function KeyName({ apiKey, member }: { readonly apiKey: Key; readonly member: string | undefined }) {
	const state = keyState(apiKey, Date.now());
	const badge = state === "live" ? undefined : BADGES[state];
	return (
		<>
			<span className="flex flex-wrap items-center gap-1.5">
				<Link to="/generations" search={{ key: apiKey.hash }} className="font-medium hover:text-accent-ink">
					{apiKey.name}
				</Link>
				{badge && <Badge tone={badge[0]}>{badge[1]}</Badge>}
				{apiKey.is_management_key && <Badge tone="good">management</Badge>}
				{apiKey.allowed_models !== null && (
					<Badge>{apiKey.allowed_models.length === 1 ? "1 model" : `${apiKey.allowed_models.length} models`}</Badge>
				)}
			</span>
			<span className="mt-0.5 block text-faint text-xs">
				<code className="whitespace-nowrap font-mono">{apiKey.label}</code>
				{member !== undefined && ` · ${member}`}
				<span className="sm:hidden"> · {usdText(apiKey.usage_usd)} in all</span>
				{apiKey.expires_at !== null && state !== "expired" && ` · until ${dayText(apiKey.expires_at)}`}
			</span>
		</>
	);
}

const WINDOWS = { daily: "today", weekly: "this week", monthly: "this month" } as const;

function Limit({ apiKey }: { readonly apiKey: Key }) {
	if (apiKey.limit_usd === null || apiKey.limit_remaining_usd === null) return <span className="text-faint">none</span>;
	return (
		<SpentMeter limitUsd={apiKey.limit_usd} remainingUsd={apiKey.limit_remaining_usd} what="of the limit is spent">
			<span>{usdText(apiKey.limit_remaining_usd)} left</span>
			<span className="text-faint">
				of {usdText(apiKey.limit_usd)}
				{apiKey.limit_reset === null ? "" : ` ${WINDOWS[apiKey.limit_reset]}`}
			</span>
		</SpentMeter>
	);
}
