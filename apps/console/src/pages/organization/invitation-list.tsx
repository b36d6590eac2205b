import { useQuery } from "@tanstack/react-query";
import { cancelInvitation, invitationsQuery, ROLE_WORDS } from "../../api/members.ts";
import { dayText } from "../../time/time-text.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { FormProblem } from "../../ui/form-problem.tsx";
import { sayDone } from "../../ui/messages.ts";
import { useAction } from "../../ui/use-action.ts";

/** Who is invited and has not answered; nothing where nobody is. */
export function InvitationList({ mayCancel }: { readonly mayCancel: boolean }) {
	const { data: invitations = [] } = useQuery(invitationsQuery);
	const cancel = useAction({
		act: cancelInvitation,
		changes: [invitationsQuery.queryKey],
		onDone: () => sayDone("The invitation is withdrawn"),
	});
	if (invitations.length === 0) return null;
	return (
		<Card title="Invited" flush>
			<div className="px-5">
				<FormProblem problem={cancel.problem} />
			</div>
			<ul className="divide-y divide-line border-line border-t">
				{invitations.map(({ id, email, role, expires_at }) => (
					<li key={id} className="flex items-center gap-4 px-4 py-3 text-sm sm:px-5">
						<span className="min-w-0 flex-1">
							<span className="block truncate font-medium">{email}</span>
							<span className="text-muted">
								{ROLE_WORDS[role].name}, until {dayText(expires_at)}
							</span>
						</span>
						{mayCancel && (
							<Button
								kind="secondary"
								size="small"
								disabled={cancel.busy}
								onClick={() => cancel.run(id)}
								aria-label={`Withdraw the invitation of ${email}`}
							>
								Withdraw
							</Button>
						)}
					</li>
				))}
			</ul>
		</Card>
	);
}
