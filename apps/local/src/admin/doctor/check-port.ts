import type { Config } from "@turnpike/config";
import { isPortFree } from "../../embedded-postgres/free-port.ts";
import { explainPortTaken } from "../../who-listens.ts";
import { broken, type Check, ok, skipped } from "./check.ts";

const NAME = "port";
const TIMEOUT_MS = 2_000;

/** Whether PORT is free, or Turnpike itself has it. */
export async function checkPort({ host, port }: Config): Promise<Check> {
	if (port === 0) return skipped(NAME, "PORT=0: the system chooses one at the start");
	if (await isPortFree(port, host)) return ok(NAME, `${port} on ${host} is free`);
	if (await isTurnpike(host, port)) return ok(NAME, `Turnpike answers on ${host}:${port}`);
	return broken(NAME, await explainPortTaken(port, host), "A start would be refused.");
}

async function isTurnpike(host: string, port: number): Promise<boolean> {
	const name = host.includes(":") ? `[${host}]` : host;
	try {
		const response = await fetch(`http://${name}:${port}/healthz`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
		const body: unknown = await response.json();
		return typeof body === "object" && body !== null && "status" in body && body.status === "ok";
	} catch {
		return false;
	}
}
