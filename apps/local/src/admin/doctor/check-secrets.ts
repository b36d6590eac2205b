import { areTenantsApart, type Database, listSigningKeys } from "@turnpike/db";
import { makeVault, VaultError } from "@turnpike/vault";
import { secretsKeys } from "../../secrets.ts";
import type { Operator } from "../operator.ts";
import { broken, type Check, ok, skipped } from "./check.ts";

/** Whether SECRETS_KEY opens what was sealed under it. */
export async function checkSecrets(operator: Operator, sql: Database): Promise<Check> {
	const name = "secrets key";
	const keys = await listSigningKeys(sql);
	if (keys.length === 0) return skipped(name, "nothing is sealed yet");
	const vault = makeVault(await secretsKeys(operator.config()));
	for (const { id, privateSealed } of keys) {
		try {
			await vault.open(privateSealed, `signing_key:${id}`);
		} catch (error) {
			if (!(error instanceof VaultError)) throw error;
			return broken(
				name,
				`it does not open ${id}: ${error.message}`,
				"Give the key it was sealed under, behind a newer one (SECRETS_KEY=2:new,1:old).",
			);
		}
	}
	return ok(name, `opens all ${keys.length} signing keys`);
}

/** Whether the database keeps organisations apart by itself, too. */
export async function checkTenants(sql: Database): Promise<Check> {
	const name = "tenants";
	const advice = "Have an administrator grant the role: grant turnpike_app to the user of DATABASE_URL.";
	try {
		if (await areTenantsApart(sql)) return ok(name, "row-level security keeps organisations apart");
		return broken(name, "an organisation's transaction sees others' rows", "Its policies were changed: restore them.");
	} catch (error) {
		return broken(name, error instanceof Error ? error.message : String(error), advice);
	}
}
