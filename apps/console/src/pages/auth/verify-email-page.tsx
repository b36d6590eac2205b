import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, Navigate } from "@tanstack/react-router";
import { confirmAddress } from "../../api/auth.ts";
import { sessionQuery } from "../../api/session.ts";
import { buttonClass } from "../../ui/button.tsx";
import { reasonOf } from "../../ui/error-state.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import { AuthCard } from "./auth-card.tsx";
import { FIRST_HOME, nextPath } from "./next-path.ts";

const route = getRouteApi("/verify-email");

/** Where a mailed link leads: confirms the address. In the browser that signed up, one is signed in with it. */
export function VerifyEmailPage() {
	const { token = "", next } = route.useSearch();
	const queries = useQueryClient();
	const confirmed = useQuery({
		queryKey: ["confirm", token],
		async queryFn() {
			await confirmAddress(token);
			const session = await queries.fetchQuery({ ...sessionQuery, staleTime: 0 });
			return { signedIn: session !== null };
		},
		// A link opens nothing twice.
		retry: false,
		staleTime: Number.POSITIVE_INFINITY,
		refetchOnWindowFocus: false,
	});
	const path = nextPath(next, FIRST_HOME);
	if (confirmed.isError) {
		return (
			<AuthCard title="This link does not work any more" description={reasonOf(confirmed.error)}>
				<p className="mb-4 text-muted text-sm">
					If your address is confirmed already, just sign in; if not, signing in offers another mail.
				</p>
				<Link to="/sign-in" className={buttonClass("primary")}>
					Sign in
				</Link>
			</AuthCard>
		);
	}
	if (confirmed.data?.signedIn) return <Navigate to={path} replace />;
	if (confirmed.data) {
		return (
			<AuthCard title="Your address is confirmed" description="Sign in, and you are ready.">
				<Link to="/sign-in" search={{ next: path }} className={buttonClass("primary")}>
					Sign in
				</Link>
			</AuthCard>
		);
	}
	return (
		<AuthCard title="Confirming your address">
			<Spinner />
		</AuthCard>
	);
}
