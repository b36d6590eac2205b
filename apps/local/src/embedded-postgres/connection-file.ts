import { randomBytes } from "node:crypto";
import { chown, open, readFile, rename, stat } from "node:fs/promises";
import { join } from "node:path";

/** How to reach a cluster's server: kept beside the cluster, readable by its owner alone. */
export interface Connection {
	readonly port: number;
	readonly password: string;
}

export const SUPERUSER = "turnpike";
export const DATABASE = "turnpike";

export function newPassword(): string {
	return randomBytes(24).toString("base64url");
}

export function connectionUrl({ port, password }: Connection, database = DATABASE): string {
	return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
}

/** The stored connection, or undefined when the file is absent or unusable. */
export async function readConnection(home: string): Promise<Connection | undefined> {
	try {
		return parse(JSON.parse(await readFile(fileIn(home), "utf8")));
	} catch {
		return undefined;
	}
}

/** Replace the stored connection, whole or not at all. */
export async function writeConnection(home: string, connection: Connection): Promise<void> {
	const partial = `${fileIn(home)}.${randomBytes(6).toString("hex")}`;
	const file = await open(partial, "wx", 0o600);
	try {
		await file.writeFile(`${JSON.stringify({ port: connection.port, password: connection.password })}\n`);
		await file.sync();
	} finally {
		await file.close();
	}
	// Root may act in the place of an ordinary account, which has to be able to read the file afterwards.
	const { uid, gid } = await stat(home);
	if (process.getuid?.() === 0 && uid !== 0) await chown(partial, uid, gid);
	await rename(partial, fileIn(home));
}

function fileIn(home: string): string {
	return join(home, "server.json");
}

function parse(value: unknown): Connection | undefined {
	if (typeof value !== "object" || value === null || !("port" in value) || !("password" in value)) return undefined;
	const { port, password } = value;
	return typeof port === "number" && typeof password === "string" ? { port, password } : undefined;
}
