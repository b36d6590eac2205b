import { useState } from "react";
import { invitationsQuery, invite, ROLE_WORDS, ROLES, type Role } from "../../api/members.ts";
import { useSession } from "../../session/use-session.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog, DialogActions } from "../../ui/dialog.tsx";
import { FormProblem } from "../../ui/form-problem.tsx";
import { sayDone } from "../../ui/messages.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { useAction } from "../../ui/use-action.ts";

/** Mails somebody an invitation. */
export function InviteDialog({ onClose }: { readonly onClose: () => void }) {
	const mine = useSession()?.role;
	const [email, setEmail] = useState("");
	const [role, setRole] = useState<Role>("developer");
	const send = useAction({
		act: () => invite(email.trim(), role),
		changes: [invitationsQuery.queryKey],
		onDone() {
			sayDone("The invitation is on its way", `To ${email.trim()}, good for seven days.`);
			onClose();
		},
	});
	const submit = (event: React.FormEvent) => {
		event.preventDefault();
		send.run();
	};
	const offered = ROLES.filter((each) => each !== "owner" || mine === "owner");
	return (
		<Dialog
			open
			onClose={onClose}
			title="Invite somebody"
			description="They accept with an account of this very address."
		>
			<form onSubmit={submit} className="flex flex-col gap-4">
				<TextField
					label="E-mail"
					type="email"
					value={email}
					onValueChange={setEmail}
					required
					problem={send.problemOf("email")}
				/>
				<SelectField
					label="Role"
					value={role}
					choices={offered.map((each) => ({ value: each, label: ROLE_WORDS[each].name }))}
					onChange={setRole}
					description={`${ROLE_WORDS[role].name}: ${ROLE_WORDS[role].may}`}
				/>
				<FormProblem problem={send.problemOf("email") === undefined ? send.problem : undefined} />
				<DialogActions>
					<Button kind="secondary" onClick={onClose}>
						Cancel
					</Button>
					<Button type="submit" busy={send.busy}>
						Send the invitation
					</Button>
				</DialogActions>
			</form>
		</Dialog>
	);
}
