import { changeRole, type Member, membersQuery, ROLE_WORDS, ROLES, type Role } from "../../api/members.ts";
import { sessionQuery } from "../../api/session.ts";
import { useSession } from "../../session/use-session.ts";
import { sayDone } from "../../ui/messages.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { useAction } from "../../ui/use-action.ts";

/** What a member is, and for who may change it, what else they could be. Only owners make owners. */
export function MemberRole({ member, mayChange }: { readonly member: Member; readonly mayChange: boolean }) {
	const mine = useSession()?.role;
	const change = useAction({
		act: (role: Role) => changeRole(member.id, role),
		changes: [membersQuery.queryKey, sessionQuery.queryKey],
		onDone: (_, role) => sayDone(`${member.name} is ${ROLE_WORDS[role].name.toLowerCase()} now`),
		failure: "The role could not be changed",
	});
	const untouchable = member.role === "owner" && mine !== "owner";
	if (!mayChange || untouchable) return ROLE_WORDS[member.role].name;
	const offered = ROLES.filter((role) => role !== "owner" || mine === "owner");
	return (
		<SelectField
			label={`Role of ${member.name}`}
			hideLabel
			value={member.role}
			choices={offered.map((role) => ({ value: role, label: ROLE_WORDS[role].name }))}
			onChange={(role) => change.run(role)}
			disabled={change.busy}
		/>
	);
}
