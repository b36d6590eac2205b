import { type Actor, type KeyRecord, permissionForKey } from "@turnpike/accounts";
import { TurnpikeError } from "@turnpike/wire";
import {
	type CreateKeyRequest,
	changeKeyRequest,
	createKeyRequest,
	keyListQuery,
	readObject,
	readQuery,
} from "@turnpike/wire/account";
import type { Context } from "hono";
import type { ApiDependencies } from "../dependencies.ts";
import { readJsonBody } from "../http/read-body.ts";
import { type PreparedKey, prepareKey } from "../keys/prepare-key.ts";
import { findActor, makerOf, requireActor, requirePermission } from "./actor.ts";
import { fromBook } from "./from-book.ts";
import { keyDetailsObject } from "./key-object.ts";
import { keySettings } from "./key-settings.ts";

const KEYS_ON_A_PAGE = 100;

/** Keys: OpenRouter's shapes, with exact amounts and our own fields beside. A key's text is in one answer only. */
export function keyRoutes(deps: ApiDependencies) {
	const { accounts } = deps;
	const readBody = async (c: Context) => (await readJsonBody(c.req.raw, deps.deadlines, deps.timeouts.bodyMs)).value;

	async function show(organisationId: string, hash: string) {
		const found = await fromBook(accounts.key(organisationId, hash));
		if (!found) throw noSuchKey();
		return keyDetailsObject(found);
	}

	return {
		async list(c: Context) {
			const { organisationId } = await requireActor(deps, c.req.raw, "keys:read");
			const query = readQuery(keyListQuery, new URL(c.req.url).searchParams);
			const keys = await fromBook(
				accounts.keys(organisationId, {
					limit: query.limit ?? KEYS_ON_A_PAGE,
					offset: query.offset ?? 0,
					includeDisabled: query.include_disabled !== "false",
					projectId: query.project_id ?? query.workspace_id,
				}),
			);
			return c.json({ data: keys.map(keyDetailsObject) });
		},

		async show(c: Context) {
			const { organisationId } = await requireActor(deps, c.req.raw, "keys:read");
			return c.json({ data: await show(organisationId, hashIn(c)) });
		},

		async create(c: Context) {
			const actor = await requireActor(deps, c.req.raw, "keys:write");
			const { text, stored } = await newKey(deps, actor, readObject(createKeyRequest, await readBody(c)));
			if (!(await fromBook(accounts.createKey(stored, makerOf(actor))))) throw noSuchProject();
			return c.json({ data: await show(actor.organisationId, stored.hash), key: text }, 201);
		},

		async change(c: Context) {
			const actor = await requireActor(deps, c.req.raw, "keys:write");
			const changes = keySettings(readObject(changeKeyRequest, await readBody(c)), deps.now());
			const hash = hashIn(c);
			const changed = accounts.changeKey(actor.organisationId, hash, changes, actor.name, mayChange(actor));
			switch (await fromBook(changed)) {
				case "not_found":
					throw noSuchKey();
				case "no_project":
					throw noSuchProject();
				case "changed":
					return c.json({ data: await show(actor.organisationId, hash) });
			}
		},

		async revoke(c: Context) {
			const actor = await findActor(deps, c.req.raw, "change");
			requirePermission(actor, "keys:write");
			const revoked = accounts.revokeKey(actor.organisationId, hashIn(c), actor.name, mayChange(actor));
			if (!(await fromBook(revoked))) throw noSuchKey();
			return c.json({ deleted: true });
		},
	};
}

/** A key somebody asks for, in the project they name or the first one, for whom it is to be. */
async function newKey(deps: ApiDependencies, actor: Actor, asked: CreateKeyRequest): Promise<PreparedKey> {
	const { organisationId } = actor;
	const { name, ...settings } = keySettings(asked, deps.now());
	const management = asked.management ?? false;
	const memberId = await ownerOf(deps, actor, asked);
	requirePermission(actor, permissionForKey(actor, { management, memberId }));
	const projectId = settings.projectId ?? (await fromBook(deps.accounts.projects(organisationId)))[0]?.id;
	if (projectId === undefined) throw noSuchProject();
	const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null));
	const ready = { ...given, organisationId, projectId, memberId, management, name: name ?? asked.name };
	return prepareKey(deps.hasher, deps.ids, ready);
}

/** Whom a new key belongs to: whoever asks, unless it is a service's; a management key says which member. */
async function ownerOf(
	deps: ApiDependencies,
	actor: Actor,
	{ service, creator_user_id: userId }: CreateKeyRequest,
): Promise<string | undefined> {
	if (actor.kind === "user" && (userId ?? actor.userId) !== actor.userId) {
		throw new TurnpikeError("invalid_value", "`creator_user_id` must be your own, or absent.", {
			param: "creator_user_id",
		});
	}
	if (service) return undefined;
	if (actor.kind === "user") return actor.memberId;
	if (userId == null) return undefined;
	const member = (await fromBook(deps.accounts.members(actor.organisationId))).find((each) => each.userId === userId);
	if (member) return member.id;
	throw new TurnpikeError("not_found", "`creator_user_id` names no member of this organisation.", {
		param: "creator_user_id",
	});
}

function mayChange(actor: Actor) {
	return (key: KeyRecord) => requirePermission(actor, permissionForKey(actor, key));
}

function hashIn(c: Context): string {
	return (c.req.param("hash") ?? "").toLowerCase();
}

function noSuchKey(): TurnpikeError {
	return new TurnpikeError("not_found", "There is no key with this hash. GET /v1/keys lists those there are.");
}

function noSuchProject(): TurnpikeError {
	return new TurnpikeError("not_found", "There is no such project. GET /v1/projects lists those there are.", {
		param: "project_id",
	});
}
