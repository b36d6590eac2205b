import { type At, byClient, byManager, type Call } from "./call.ts";

/** One for each root, so that neither ends the other's. */
const budget = ({ world, root }: At) =>
	`/budgets/project/${world.account.projectId}/${root === "/v1" ? "monthly" : "weekly"}`;

const newKey = async ({ world, root }: At) => {
	const { body } = await world.manager.post(`${root}/keys`, { name: "passing" });
	return `/keys/${body.data?.hash}`;
};

const newProject = async ({ world, root }: At) => {
	const { body } = await world.manager.post(`${root}/projects`, { name: `passing ${crypto.randomUUID()}` });
	return `/projects/${body.data?.id}`;
};

export const KEY_CALLS: Readonly<Record<string, Call>> = {
	listKeys: byManager("/keys"),
	createKey: byManager("/keys"),
	getOwnedKey: byManager(newKey),
	changeKey: byManager(newKey),
	revokeKey: byManager(newKey),
	listProjects: byManager("/projects"),
	createProject: byManager("/projects"),
	renameProject: byManager(newProject),
	archiveProject: byManager(newProject),
	listBudgets: byManager("/budgets"),
	setBudget: byManager(budget),
	endBudget: byManager(budget),
	getKey: byClient("/key"),
};
