import { useMutation } from "@tanstack/react-query";
import { sendConfirmation } from "../../api/auth.ts";
import { Button } from "../../ui/button.tsx";
import { reasonOf } from "../../ui/error-state.tsx";
import { FormProblem } from "../../ui/form-problem.tsx";
import { OutboxHint } from "./outbox-hint.tsx";

/** The password is right, and the address was never confirmed: the mail once more. */
export function ResendConfirmation({ email, next }: { readonly email: string; readonly next: string }) {
	const resend = useMutation({ mutationFn: () => sendConfirmation(email, next) });
	return (
		<div role="alert" className="rounded-lg border border-line bg-sunken p-4 text-sm">
			<p>Your address is not confirmed yet. Open the link in the mail we sent to {email}.</p>
			{resend.isSuccess ? (
				<p className="mt-3 text-accent-ink">The mail is on its way once more.</p>
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
