import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { askForReset } from "../../api/auth.ts";
import { Button } from "../../ui/button.tsx";
import { reasonOf } from "../../ui/error-state.tsx";
import { FormProblem } from "../../ui/form-problem.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { AuthCard, TEXT_LINK } from "./auth-card.tsx";
import { OutboxHint } from "./outbox-hint.tsx";

/** Asks for a mail that lets one set another password. It says the same whether or not there is an account. */
export function ForgotPasswordPage() {
	const [email, setEmail] = useState("");
	const ask = useMutation({ mutationFn: () => askForReset(email) });
	const submit = (event: React.FormEvent) => {
		event.preventDefault();
		ask.mutate();
	};
	return (
		<AuthCard
			title="Set another password"
			description="We mail a link to your address; it is good for an hour, and once."
			footer={
				<Link to="/sign-in" className={TEXT_LINK}>
					Back to signing in
				</Link>
			}
		>
			{ask.isSuccess ? (
				<div role="status" className="text-sm">
					<p>If {email} has an account, the mail is on its way.</p>
					<OutboxHint />
				</div>
			) : (
				<form onSubmit={submit} className="flex flex-col gap-4">
					<TextField
						label="E-mail"
						type="email"
						autoComplete="username"
						value={email}
						onValueChange={setEmail}
						required
					/>
					<FormProblem problem={ask.isError ? reasonOf(ask.error) : undefined} />
					<Button type="submit" size="large" busy={ask.isPending} className="mt-2">
						Send the link
					</Button>
				</form>
			)}
		</AuthCard>
	);
}
