import {
	changeKeyRequest,
	createdKeyAnswer,
	createKeyRequest,
	deletedAnswer,
	keyListQuery,
	ownedKeyAnswer,
	ownedKeyList,
	projectAnswer,
	projectListAnswer,
	projectRequest,
} from "@turnpike/wire/account";
import { OF_THE_BOOK } from "../errors-of.ts";
import type { Answer, Operation } from "../operation.ts";

const KEY = { description: "The key.", schema: { name: "OwnedKey", schema: ownedKeyAnswer } };
const PROJECT = { description: "The project.", schema: { name: "Project", schema: projectAnswer } };
const DELETED: Answer = { description: "It is gone.", schema: { name: "Deleted", schema: deletedAnswer } };
const HASH = { hash: "The key's public name." };
const PROJECT_ID = { id: "The project." };
const NAME = { name: "ProjectRequest", schema: projectRequest, example: { name: "Production" } };

export const KEYS: readonly Operation[] = [
	{
		method: "get",
		path: "/keys",
		id: "listKeys",
		tag: "Keys",
		summary: "List keys",
		description: "With what each has spent. Revoked ones are left out.",
		who: "manager",
		query: keyListQuery,
		answers: [
			{ description: "A page of them, the newest first.", schema: { name: "OwnedKeyList", schema: ownedKeyList } },
		],
		errors: OF_THE_BOOK,
	},
	{
		method: "post",
		path: "/keys",
		id: "createKey",
		tag: "Keys",
		summary: "Make a key",
		description:
			"The answer holds the key's text, this once. It belongs to whoever makes it, unless `service` is set: what their role no longer lets them make is switched off.",
		who: "manager",
		body: {
			name: "CreateKeyRequest",
			schema: createKeyRequest,
			example: { name: "Backend", limit: "25.00", limit_reset: "monthly", allowed_models: ["openai/*"] },
		},
		answers: [
			{ status: 201, description: "The key and its text.", schema: { name: "CreatedKey", schema: createdKeyAnswer } },
		],
		errors: ["not_found", ...OF_THE_BOOK],
	},
	{
		method: "get",
		path: "/keys/{hash}",
		id: "getOwnedKey",
		tag: "Keys",
		summary: "One key",
		who: "manager",
		parameters: HASH,
		answers: [KEY],
		errors: ["not_found", ...OF_THE_BOOK],
	},
	{
		method: "patch",
		path: "/keys/{hash}",
		id: "changeKey",
		tag: "Keys",
		summary: "Change a key",
		description: "What is absent stays as it is; null takes a limit away. Every process knows within five seconds.",
		who: "manager",
		parameters: HASH,
		body: { name: "ChangeKeyRequest", schema: changeKeyRequest, example: { limit: "50.00", disabled: false } },
		answers: [KEY],
		errors: ["not_found", ...OF_THE_BOOK],
	},
	{
		method: "delete",
		path: "/keys/{hash}",
		id: "revokeKey",
		tag: "Keys",
		summary: "Revoke a key",
		description: "For good; every process refuses it within five seconds.",
		who: "manager",
		parameters: HASH,
		answers: [DELETED],
		errors: ["not_found", ...OF_THE_BOOK],
	},
	{
		method: "get",
		path: "/projects",
		id: "listProjects",
		tag: "Keys",
		summary: "List projects",
		who: "manager",
		answers: [{ description: "All of them.", schema: { name: "ProjectList", schema: projectListAnswer } }],
		errors: OF_THE_BOOK,
	},
	{
		method: "post",
		path: "/projects",
		id: "createProject",
		tag: "Keys",
		summary: "Make a project",
		who: "manager",
		body: NAME,
		answers: [{ ...PROJECT, status: 201 }],
		errors: OF_THE_BOOK,
	},
	{
		method: "patch",
		path: "/projects/{id}",
		id: "renameProject",
		tag: "Keys",
		summary: "Rename a project",
		who: "manager",
		parameters: PROJECT_ID,
		body: NAME,
		answers: [PROJECT],
		errors: ["not_found", ...OF_THE_BOOK],
	},
	{
		method: "delete",
		path: "/projects/{id}",
		id: "archiveProject",
		tag: "Keys",
		summary: "Delete a project",
		description: "One that has keys, or the last one, stays. Its usage keeps its name.",
		who: "manager",
		parameters: PROJECT_ID,
		answers: [DELETED],
		errors: ["invalid_value", "not_found", ...OF_THE_BOOK],
	},
];
