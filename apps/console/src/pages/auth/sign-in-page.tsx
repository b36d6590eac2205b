import { useMutation } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { ApiError } from "../../api/api-error.ts";
import { signIn } from "../../api/auth.ts";
import { enterAs } from "../../session/enter-as.ts";
import { Button } from "../../ui/button.tsx";
import { reasonOf } from "../../ui/error-state.tsx";
import { FormProblem } from "../../ui/form-problem.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { AuthCard, TEXT_LINK } from "./auth-card.tsx";
import { HOME, nextPath } from "./next-path.ts";
import { PasswordField } from "./password-field.tsx";
import { reasonOfReturn } from "./reason-of-return.ts";
import { ResendConfirmation } from "./resend-confirmation.tsx";
import { SocialButtons } from "./social-buttons.tsx";

const route = getRouteApi("/sign-in");

/** For who has an account. */
export function SignInPage() {
	const search = route.useSearch();
	const next = nextPath(search.next, HOME);
	return (
		<AuthCard
			title="Sign in"
			footer={
				<>
					No account yet?{" "}
					<Link to="/sign-up" search={search} className={TEXT_LINK}>
						Sign up
					</Link>
				</>
			}
		>
			{search.reset !== undefined && (
				<p role="status" className="mb-5 rounded-lg bg-accent-soft px-3 py-2 text-accent-ink text-sm">
					Your password is changed. Sign in with it.
				</p>
			)}
			{search.error !== undefined && <FormProblem problem={reasonOfReturn(search.error)} />}
			<SocialButtons next={next} />
			<SignInForm next={next} />
		</AuthCard>
	);
}

function SignInForm({ next }: { readonly next: string }) {
	const [email, setEmail] = useState("");
	const [password, setPassword] = useState("");
	const enter = useMutation({ mutationFn: () => signIn({ email, password }), onSuccess: () => enterAs(next) });
	const refused = enter.error instanceof ApiError && enter.error.code === "INVALID_EMAIL_OR_PASSWORD";
	const submit = (event: React.FormEvent) => {
		event.preventDefault();
		enter.mutate();
	};
	return (
		<form onSubmit={submit} className="flex flex-col gap-4">
			<TextField label="E-mail" type="email" autoComplete="username" value={email} onValueChange={setEmail} required />
			<PasswordField label="Password" kind="current" value={password} onChange={setPassword} />
			<Link to="/forgot-password" className={`${TEXT_LINK} -mt-1 w-fit text-sm`}>
				Forgot your password?
			</Link>
			<FormProblem problem={enter.isError ? reasonOf(enter.error) : undefined} />
			{refused && <ResendConfirmation email={email} next={next} />}
			<Button type="submit" size="large" busy={enter.isPending || enter.isSuccess} className="mt-2">
				Sign in
			</Button>
		</form>
	);
}
