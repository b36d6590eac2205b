import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { installationQuery } from "../../api/session.ts";

/** Outside production, where the mail really is. */
export function OutboxHint() {
	const { data: installation } = useQuery(installationQuery);
	if (!installation?.sandbox.mail) return null;
	return (
		<p className="mt-4 rounded-lg border border-warn-line bg-warn-soft px-3 py-2 text-sm text-warn">
			No mail server is configured here: the mail is in the{" "}
			<Link to="/outbox" className="font-medium underline underline-offset-2">
				outbox
			</Link>
			.
		</p>
	);
}
