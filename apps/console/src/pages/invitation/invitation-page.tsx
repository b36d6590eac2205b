import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { acceptInvitation, declineInvitation, receivedInvitationQuery } from "../../api/invitations.ts";
import { ROLE_WORDS } from "../../api/members.ts";
import { sessionQuery } from "../../api/session.ts";
import { enterAs } from "../../session/enter-as.ts";
import { dayText } from "../../time/time-text.ts";
import { Button, buttonClass } from "../../ui/button.tsx";
import { reasonOf } from "../../ui/error-state.tsx";
import { FormProblem } from "../../ui/form-problem.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { AuthCard } from "../auth/auth-card.tsx";

const route = getRouteApi("/invitation");

/** Where a mailed invitation leads. Only who it was sent to sees what it is. */
export function InvitationPage() {
	const { token = "" } = route.useSearch();
	const session = useQuery(sessionQuery);
	if (session.data === undefined) {
		return (
			<AuthCard title="You are invited">
				<Skeleton className="h-20" />
			</AuthCard>
		);
	}
	if (session.data === null) {
		const next = `/invitation?token=${token}`;
		return (
			<AuthCard
				title="You are invited"
				description="Sign in with the address the invitation was sent to. If it has no account yet, sign up with it first."
			>
				<div className="flex flex-wrap gap-2">
					<Link to="/sign-in" search={{ next }} className={buttonClass("primary")}>
						Sign in
					</Link>
					<Link to="/sign-up" search={{ next }} className={buttonClass("secondary")}>
						Sign up
					</Link>
				</div>
			</AuthCard>
		);
	}
	return <Invitation token={token} email={session.data.user?.email ?? ""} />;
}

function Invitation({ token, email }: { readonly token: string; readonly email: string }) {
	const invitation = useQuery(receivedInvitationQuery(token));
	const settle = useMutation({
		mutationFn: (answer: "accept" | "decline") =>
			answer === "accept" ? acceptInvitation(token) : declineInvitation(token),
		onSuccess: (_, answer) => enterAs(answer === "accept" ? "/organization" : "/"),
	});
	if (invitation.isError) {
		return (
			<AuthCard title="This invitation cannot be accepted" description={reasonOf(invitation.error)}>
				<p className="text-muted text-sm">You are signed in as {email}.</p>
			</AuthCard>
		);
	}
	if (invitation.data === undefined) {
		return (
			<AuthCard title="You are invited">
				<Skeleton className="h-20" />
			</AuthCard>
		);
	}
	const { organization, role, expires_at } = invitation.data;
	return (
		<AuthCard
			title={`Join ${organization.name}`}
			description={`You would be there as ${ROLE_WORDS[role].name.toLowerCase()}: ${ROLE_WORDS[role].may}`}
		>
			<p className="text-faint text-sm">The invitation is good until {dayText(expires_at)}.</p>
			<FormProblem problem={settle.isError ? reasonOf(settle.error) : undefined} />
			<div className="mt-5 flex flex-wrap gap-2">
				<Button busy={settle.isPending} onClick={() => settle.mutate("accept")}>
					Accept
				</Button>
				<Button kind="secondary" disabled={settle.isPending} onClick={() => settle.mutate("decline")}>
					Decline
				</Button>
			</div>
		</AuthCard>
	);
}
