import { useSession } from "../../session/use-session.ts";
import { Card } from "../../ui/card.tsx";
import { Page } from "../../ui/page.tsx";
import { NameForm } from "./name-form.tsx";
import { PasswordForm } from "./password-form.tsx";
import { SessionList } from "./session-list.tsx";

/** What is one's own, in whatever organisation. */
export function AccountPage() {
	const session = useSession();
	return (
		<Page width="narrow" title="Your account" description={session?.user?.email}>
			<div className="flex flex-col gap-6">
				<Card title="Name" description="As others in your organisations see it.">
					<NameForm name={session?.user?.name ?? ""} />
				</Card>
				<Card title="Password" description="Changing it signs you out in every other browser.">
					<PasswordForm />
				</Card>
				<SessionList current={session?.session_id ?? null} />
			</div>
		</Page>
	);
}
