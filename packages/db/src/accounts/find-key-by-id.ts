import type { KeyRecord } from "@turnpike/accounts";
import type { Database } from "../connect.ts";
import { type KeyRow, readKey, selectKeys } from "./key-store.ts";

/** The key of this id (`key_…`), a revoked one too. */
export async function findKeyById(sql: Database, id: string): Promise<KeyRecord | undefined> {
	const [row] = await sql<KeyRow[]>`${selectKeys(sql)} where k.id = ${id}`;
	return row && readKey(row);
}
