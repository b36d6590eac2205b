import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const ROOT = join(import.meta.dirname, "../../../..");
const BUN = join(ROOT, "node_modules/.bin/bun");

export interface Ended {
	readonly code: number | null;
	readonly out: string;
	readonly err: string;
}

/** Runs `npm run admin -- <words>` as npm does, in an environment that has nothing else in it, and waits for its end. */
export async function admin(words: readonly string[], environment: Readonly<Record<string, string>>): Promise<Ended> {
	const child = start("apps/local/src/admin/main.ts", words, environment);
	const [out, err, [code]] = await Promise.all([readAll(child.stdout), readAll(child.stderr), once(child, "exit")]);
	return { code, out, err };
}

/** The object that a verb prints with `--json`; fails when it ends otherwise than expected, or says anything else. */
export async function adminJson<Answer>(
	words: readonly string[],
	environment: Readonly<Record<string, string>>,
	expectedCode = 0,
): Promise<Answer> {
	const { code, out, err } = await admin([...words, "--json"], environment);
	if (code !== expectedCode || err !== "") throw new Error(`${words[0]} ended with ${code}: ${err}${out}`);
	return JSON.parse(out);
}

/** Starts one of our programs on Bun. */
export function start(
	program: string,
	words: readonly string[],
	environment: Readonly<Record<string, string>>,
): ChildProcess {
	return spawn(BUN, [join(ROOT, program), ...words], {
		cwd: ROOT,
		env: { PATH: "/usr/local/bin:/usr/bin:/bin", ...environment },
		stdio: ["ignore", "pipe", "pipe"],
	});
}

function readAll(stream: ChildProcess["stdout"]): Promise<string> {
	if (stream === null) throw new Error("the stream is a pipe");
	return text(stream);
}
