import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type Member, membersQuery } from "../../api/members.ts";
import { type Act, actsQuery } from "../../api/organization.ts";
import { Moment } from "../../time/moment.tsx";
import { Card } from "../../ui/card.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { OlderButton } from "../../ui/older-button.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { CELL, HEAD, ROOMY, TABLE, TableScroll } from "../../ui/table.tsx";

/** Who did what, the latest first. */
export function ActsTab() {
	const acts = useInfiniteQuery(actsQuery);
	const members = useQuery(membersQuery);
	const rows = acts.data?.pages.flatMap((page) => page.data) ?? [];
	return (
		<>
			<Card
				title="Log of acts"
				description="Everything that was changed here, and by whom. Nothing is ever taken out."
				flush
			>
				{acts.isError && rows.length === 0 ? (
					<ErrorState what="The log could not be loaded." error={acts.error} onRetry={() => acts.refetch()} />
				) : acts.data === undefined || members.isPending ? (
					<SkeletonRows rows={6} label="Loading the log" />
				) : (
					<ActTable acts={rows} members={members.data ?? []} />
				)}
			</Card>
			<OlderButton list={acts} />
		</>
	);
}

interface ActTableProps {
	readonly acts: readonly Act[];
	readonly members: readonly Member[];
}

function ActTable({ acts, members }: ActTableProps) {
	const nameOf = (actor: string) => members.find(({ user_id }) => actor === `user:${user_id}`)?.name ?? actor;
	return (
		<TableScroll label="Log of acts">
			<table className={TABLE}>
				<thead>
					<tr>
						<th className={HEAD}>Time</th>
						<th className={HEAD}>Who</th>
						<th className={HEAD}>What</th>
						<th className={`${HEAD} ${ROOMY}`}>To what</th>
					</tr>
				</thead>
				<tbody>
					{acts.map((act) => (
						<tr key={act.id}>
							<td className={CELL}>
								<Moment at={act.at} />
							</td>
							<td className={CELL}>{nameOf(act.actor)}</td>
							<td className={`${CELL} font-mono text-xs`}>
								{act.action}
								<span className="block break-all text-muted sm:hidden">{act.target}</span>
							</td>
							<td className={`${CELL} ${ROOMY} font-mono text-muted text-xs`}>{act.target}</td>
						</tr>
					))}
				</tbody>
			</table>
		</TableScroll>
	);
}
