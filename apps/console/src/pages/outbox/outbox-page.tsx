import { useQuery } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import { ApiError } from "../../api/api-error.ts";
import { type OutboxMail, outboxQuery } from "../../api/outbox.ts";
import { momentText } from "../../time/time-text.ts";
import { SandboxBadge } from "../../ui/badge.tsx";
import { Card } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Page } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { MissingPage } from "../missing/missing-page.tsx";
import { linkedParts } from "./linked-parts.ts";

/** Mails that nobody delivers, for whoever develops: there only outside production and without a mail server. */
export function OutboxPage() {
	const mails = useQuery(outboxQuery);
	if (mails.error instanceof ApiError && mails.error.status === 404) return <MissingPage />;
	return (
		<Page
			width="narrow"
			title="Outbox"
			description="Mails that would have been sent. No mail server is configured, so they stay here; in production they never do."
			actions={<SandboxBadge />}
		>
			<Card flush>
				{mails.isError ? (
					<ErrorState what="The mails could not be loaded." error={mails.error} onRetry={() => mails.refetch()} />
				) : mails.data === undefined ? (
					<SkeletonRows rows={3} label="Loading the mails" />
				) : mails.data.length === 0 ? (
					<EmptyState icon={Inbox} title="No mail yet">
						Sign up, or ask for a new password, and the mail appears here.
					</EmptyState>
				) : (
					<ul className="divide-y divide-line">
						{mails.data.map((mail) => (
							<Mail key={mail.id} mail={mail} />
						))}
					</ul>
				)}
			</Card>
		</Page>
	);
}

function Mail({ mail }: { readonly mail: OutboxMail }) {
	return (
		<li className="p-4 sm:p-5">
			<article aria-label={mail.subject}>
				<header className="flex flex-wrap items-baseline justify-between gap-x-4">
					<h2 className="font-semibold">{mail.subject}</h2>
					<time dateTime={mail.created_at} className="tabular text-faint text-sm">
						{momentText(mail.created_at)}
					</time>
				</header>
				<p className="text-muted text-sm">To {mail.to}</p>
				<p className="mt-3 whitespace-pre-wrap break-words text-sm">
					{linkedParts(mail.text).map(({ start, text, link }) =>
						link ? (
							<a key={start} href={text} className="text-accent-ink underline underline-offset-2">
								{text}
							</a>
						) : (
							text
						),
					)}
				</p>
			</article>
		</li>
	);
}
