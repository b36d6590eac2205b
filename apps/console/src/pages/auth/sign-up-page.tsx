import { useMutation } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { MailCheck } from "lucide-react";
import { useState } from "react";
import { sendConfirmation, signUp } from "../../api/auth.ts";
import { Button } from "../../ui/button.tsx";
import { reasonOf } from "../../ui/error-state.tsx";
import { FormProblem } from "../../ui/form-problem.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { AuthCard, TEXT_LINK } from "./auth-card.tsx";
import { FIRST_HOME, nextPath } from "./next-path.ts";
import { OutboxHint } from "./outbox-hint.tsx";
import { PasswordField } from "./password-field.tsx";
import { SocialButtons } from "./social-buttons.tsx";

const route = getRouteApi("/sign-up");

/** For who is new; ends with a mail that confirms the address. */
export function SignUpPage() {
	const search = route.useSearch();
	const next = nextPath(search.next, FIRST_HOME);
	const [sentTo, setSentTo] = useState<string>();
	if (sentTo !== undefined) return <CheckMail email={sentTo} next={next} />;
	return (
		<AuthCard
			title="Create your account"
			description="An organisation and a first project come with it."
			footer={
				<>
					Have an account already?{" "}
					<Link to="/sign-in" search={search} className={TEXT_LINK}>
						Sign in
					</Link>
				</>
			}
		>
			<SocialButtons next={next} />
			<SignUpForm next={next} onSent={setSentTo} />
		</AuthCard>
	);
}

interface SignUpFormProps {
	readonly next: string;
	readonly onSent: (email: string) => void;
}

function SignUpForm({ next, onSent }: SignUpFormProps) {
	const [name, setName] = useState("");
	const [email, setEmail] = useState("");
	const [password, setPassword] = useState("");
	const create = useMutation({
		mutationFn: () => signUp({ name, email, password }, next),
		onSuccess: () => onSent(email),
	});
	const submit = (event: React.FormEvent) => {
		event.preventDefault();
		create.mutate();
	};
	return (
		<form onSubmit={submit} className="flex flex-col gap-4">
			<TextField label="Name" autoComplete="name" value={name} onValueChange={setName} required maxLength={100} />
			<TextField label="E-mail" type="email" autoComplete="email" value={email} onValueChange={setEmail} required />
			<PasswordField label="Password" kind="new" value={password} onChange={setPassword} />
			<FormProblem problem={create.isError ? reasonOf(create.error) : undefined} />
			<Button type="submit" size="large" busy={create.isPending} className="mt-2">
				Create account
			</Button>
		</form>
	);
}

/** The same to everybody, whether or not the address was new. */
function CheckMail({ email, next }: { readonly email: string; readonly next: string }) {
	const resend = useMutation({ mutationFn: () => sendConfirmation(email, next) });
	return (
		<AuthCard
			title="Check your mail"
			description={
				<>
					We sent a mail to <strong className="break-all font-medium text-ink">{email}</strong>. Open the link in it,
					and your account is ready.
				</>
			}
		>
			<MailCheck className="size-8 text-accent" aria-hidden="true" />
			<OutboxHint />
			<p className="mt-4 text-muted text-sm">
				Nothing came?{" "}
				{resend.isSuccess ? (
					<span role="status">It is on its way once more.</span>
				) : (
					<button type="button" className={TEXT_LINK} disabled={resend.isPending} onClick={() => resend.mutate()}>
						Send it again
					</button>
				)}
			</p>
			<FormProblem problem={resend.isError ? reasonOf(resend.error) : undefined} />
		</AuthCard>
	);
}
