import { useMutation } from "@tanstack/react-query";
import { sendConfirmation } from "../../api/auth.ts";
import { Button } from "../../ui/button.tsx";
import { reasonOf } from "../../ui/error-state.tsx";
import { FormProblem } from "../../ui/form-problem.tsx";
import { OutboxHint } from "./outbox-hint.tsx";

/** Whoever could not sign in may not have confirmed their address, which nobody is told: the mail once more. */
export function ResendConfirmation({ email, next }: { readonly email: string; readonly next: string }) {
	const resend = useMutation({ mutationFn: () => sendConfirmation(email, next) });
	return (
		<div className="rounded-lg border border-line bg-sunken p-4 text-sm">
			<p>New here? Confirm your address first, by the link in the mail we sent to {email}.</p>
			{resend.isSuccess ? (
				<p role="status" className="mt-3 text-accent-ink">
					If the address waits for it, the mail is on its way once more.
				</p>
			) : (
				<Button kind="secondary" size="small" className="mt-3" busy={resend.isPending} onClick={() => resend.mutate()}>
					Send it again
				</Button>
			)}
			<FormProblem problem={resend.isError ? reasonOf(resend.error) : undefined} />
			<OutboxHint />
		</div>
	);
}
