import { useQuery } from "@tanstack/react-query";
import { Laptop, Smartphone } from "lucide-react";
import { revokeOtherSessions, revokeSession, type SignedInBrowser, sessionsQuery } from "../../api/sessions.ts";
import { momentText } from "../../time/time-text.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { FormProblem } from "../../ui/form-problem.tsx";
import { sayDone } from "../../ui/messages.ts";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { useAction } from "../../ui/use-action.ts";
import { browserName } from "./browser-name.ts";

/** Where one is signed in, and how to end it there. */
export function SessionList({ current }: { readonly current: string | null }) {
	const sessions = useQuery(sessionsQuery);
	const changes = [sessionsQuery.queryKey];
	const revoke = useAction({ act: revokeSession, changes, onDone: () => sayDone("That browser is signed out") });
	const revokeOthers = useAction({
		act: revokeOtherSessions,
		changes,
		onDone: () => sayDone("Every other browser is signed out"),
	});
	const others = sessions.data?.some(({ id }) => id !== current) ?? false;
	return (
		<Card
			title="Signed in"
			description="Browsers that act for you. Ending one stops changes at once, and reading within five minutes."
			action={
				others && (
					<Button kind="secondary" size="small" busy={revokeOthers.busy} onClick={() => revokeOthers.run()}>
						Sign out all others
					</Button>
				)
			}
			flush
		>
			<div className="px-5">
				<FormProblem problem={revoke.problem ?? revokeOthers.problem} />
			</div>
			{sessions.isError && sessions.data === undefined ? (
				<ErrorState
					what="Your sessions could not be loaded."
					error={sessions.error}
					onRetry={() => sessions.refetch()}
				/>
			) : sessions.data === undefined ? (
				<SkeletonRows rows={2} label="Loading your sessions" />
			) : (
				<ul className="divide-y divide-line border-line border-t">
					{sessions.data.map((session) => (
						<Row
							key={session.id}
							session={session}
							isCurrent={session.id === current}
							busy={revoke.busy}
							onEnd={() => revoke.run(session.token)}
						/>
					))}
				</ul>
			)}
		</Card>
	);
}

interface RowProps {
	readonly session: SignedInBrowser;
	readonly isCurrent: boolean;
	readonly busy: boolean;
	readonly onEnd: () => void;
}

function Row({ session, isCurrent, busy, onEnd }: RowProps) {
	const { name, phone } = browserName(session.userAgent ?? "");
	const Icon = phone ? Smartphone : Laptop;
	return (
		<li className="flex items-center gap-4 px-4 py-3.5 sm:px-5">
			<Icon className="size-5 shrink-0 text-faint" aria-hidden="true" />
			<div className="min-w-0 flex-1">
				<p className="flex items-center gap-2 font-medium text-sm">
					<span className="truncate">{name}</span>
					{isCurrent && <Badge tone="good">this one</Badge>}
				</p>
				<p className="truncate text-muted text-sm">
					{session.ipAddress ? `${session.ipAddress} · ` : ""}since {momentText(session.createdAt)}
				</p>
			</div>
			{!isCurrent && (
				<Button kind="secondary" size="small" disabled={busy} onClick={onEnd} aria-label={`Sign out ${name}`}>
					Sign out
				</Button>
			)}
		</li>
	);
}
