import { type Member, membersQuery, removeMember } from "../../api/members.ts";
import { enterAs } from "../../session/enter-as.ts";
import { useSession } from "../../session/use-session.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { sayDone } from "../../ui/messages.ts";
import { useAction } from "../../ui/use-action.ts";

/** Asks before somebody is not a member any more, oneself included. */
export function RemoveMemberDialog({ member, onClose }: { readonly member: Member; readonly onClose: () => void }) {
	const session = useSession();
	const isMe = member.id === session?.member_id;
	const remove = useAction({
		act: () => removeMember(member.id),
		changes: isMe ? [] : [membersQuery.queryKey],
		onDone() {
			if (isMe) return enterAs("/usage");
			onClose();
			sayDone(`${member.name} is removed`);
		},
	});
	return (
		<ConfirmDialog
			open
			onClose={onClose}
			title={isMe ? `Leave ${session?.organization?.name}?` : `Remove ${member.name}?`}
			action={isMe ? "Leave" : "Remove"}
			busy={remove.busy}
			problem={remove.problem}
			onConfirm={() => remove.run()}
		>
			{isMe
				? "You lose sight of it, and your keys there are refused."
				: "They lose sight of it, and their keys are refused."}{" "}
			Services’ keys go on.
		</ConfirmDialog>
	);
}
