import { useQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { type Member, membersQuery } from "../../api/members.ts";
import { useMay, useSession } from "../../session/use-session.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { ActionsHead, CELL, HEAD, TABLE, TableScroll } from "../../ui/table.tsx";
import { InvitationList } from "./invitation-list.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { MemberRole } from "./member-role.tsx";
import { RemoveMemberDialog } from "./remove-member-dialog.tsx";

/** Who belongs to the organisation, as what, and who is invited. */
export function MembersTab() {
	const members = useQuery(membersQuery);
	const may = useMay("members:write");
	const [inviting, setInviting] = useState(false);
	const [leaving, setLeaving] = useState<Member>();
	return (
		<div className="flex flex-col gap-6">
			<Card
				title="Members"
				action={
					may && (
						<Button onClick={() => setInviting(true)}>
							<UserPlus className="size-4" aria-hidden="true" />
							Invite
						</Button>
					)
				}
				flush
			>
				{members.isError && members.data === undefined ? (
					<ErrorState what="The members could not be loaded." error={members.error} onRetry={() => members.refetch()} />
				) : members.data === undefined ? (
					<SkeletonRows rows={3} label="Loading the members" />
				) : (
					<MemberTable members={members.data} onRemove={setLeaving} />
				)}
			</Card>
			<InvitationList mayCancel={may} />
			{inviting && <InviteDialog onClose={() => setInviting(false)} />}
			{leaving && <RemoveMemberDialog member={leaving} onClose={() => setLeaving(undefined)} />}
		</div>
	);
}

interface MemberTableProps {
	readonly members: readonly Member[];
	readonly onRemove: (member: Member) => void;
}

function MemberTable({ members, onRemove }: MemberTableProps) {
	const session = useSession();
	const may = useMay("members:write");
	return (
		<TableScroll label="Members">
			<table className={TABLE}>
				<thead>
					<tr>
						<th className={HEAD}>Name</th>
						<th className={HEAD}>Role</th>
						<ActionsHead />
					</tr>
				</thead>
				<tbody>
					{members.map((member) => {
						const isMe = member.id === session?.member_id;
						return (
							<tr key={member.id}>
								<th scope="row" className={`${CELL} text-left font-normal`}>
									<span className="font-medium">{member.name}</span>
									{isMe && <span className="text-faint"> (you)</span>}
									<span className="block text-muted max-sm:break-all">{member.email}</span>
								</th>
								<td className={`${CELL} min-w-32 sm:w-48`}>
									<MemberRole member={member} mayChange={may} />
								</td>
								<td className={`${CELL} text-right sm:w-28`}>
									{(isMe || may) && (
										<Button
											kind="secondary"
											size="small"
											onClick={() => onRemove(member)}
											aria-label={isMe ? "Leave the organisation" : `Remove ${member.name}`}
										>
											{isMe ? "Leave" : "Remove"}
										</Button>
									)}
								</td>
							</tr>
						);
					})}
				</tbody>
			</table>
		</TableScroll>
	);
}
