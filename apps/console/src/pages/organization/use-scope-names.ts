import { useQuery } from "@tanstack/react-query";
import type { BudgetScope } from "../../api/budgets.ts";
import { keysQuery } from "../../api/keys.ts";
import { membersQuery } from "../../api/members.ts";
import { projectsQuery } from "../../api/organization.ts";

export const SCOPE_WORDS: Readonly<Record<BudgetScope, string>> = {
	organisation: "The whole organisation",
	project: "A project",
	member: "A member",
	key: "A key",
	end_user: "An end user",
	tag: "A tag",
};

/** What people call the things that budgets are of; undefined while that is on its way. */
export function useScopeNames(): ((scope: BudgetScope, id: string) => string) | undefined {
	const { data: projects = [], isPending: noProjects } = useQuery(projectsQuery);
	const { data: members = [], isPending: noMembers } = useQuery(membersQuery);
	const { data: keys = [], isPending: noKeys } = useQuery(keysQuery);
	if (noProjects || noMembers || noKeys) return undefined;
	return (scope, id) => {
		switch (scope) {
			case "organisation":
				return SCOPE_WORDS.organisation;
			case "project":
				return `Project ${projects.find((project) => project.id === id)?.name ?? id}`;
			case "member":
				return `Member ${members.find((member) => member.id === id)?.name ?? id}`;
			case "key":
				return `Key ${keys.find((key) => key.id === id || key.hash === id)?.name ?? id}`;
			case "end_user":
				return `End user ${id}`;
			case "tag":
				return `Tag ${id}`;
		}
	};
}
