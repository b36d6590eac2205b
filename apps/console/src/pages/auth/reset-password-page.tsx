import { useMutation } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { resetPassword } from "../../api/auth.ts";
import { Button, buttonClass } from "../../ui/button.tsx";
import { reasonOf } from "../../ui/error-state.tsx";
import { FormProblem } from "../../ui/form-problem.tsx";
import { AuthCard } from "./auth-card.tsx";
import { PasswordField } from "./password-field.tsx";

const route = getRouteApi("/reset-password");

/** Where a mailed link leads: sets another password, and signs out everywhere. */
export function ResetPasswordPage() {
	const { token } = route.useSearch();
	const navigate = useNavigate();
	const [password, setPassword] = useState("");
	const reset = useMutation({
		mutationFn: () => resetPassword(token ?? "", password),
		onSuccess: () => navigate({ to: "/sign-in", search: { reset: "done" }, replace: true }),
	});
	const submit = (event: React.FormEvent) => {
		event.preventDefault();
		reset.mutate();
	};
	if (token === undefined || token === "") {
		return (
			<AuthCard title="This link is not whole" description="Open it from the mail once more, or ask for another one.">
				<Link to="/forgot-password" className={buttonClass("primary")}>
					Ask for another link
				</Link>
			</AuthCard>
		);
	}
	return (
		<AuthCard title="Set another password" description="You are signed out everywhere else with it.">
			<form onSubmit={submit} className="flex flex-col gap-4">
				<PasswordField label="New password" kind="new" value={password} onChange={setPassword} />
				<FormProblem problem={reset.isError ? reasonOf(reset.error) : undefined} />
				<Button type="submit" size="large" busy={reset.isPending} className="mt-2">
					Set the password
				</Button>
			</form>
		</AuthCard>
	);
}
