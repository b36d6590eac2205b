import type { Syntax } from "./parse-source.ts";

/** One file of the repository. */
export interface SourceFile {
	/** From the repository's root, with forward slashes. */
	readonly path: string;
	readonly text: string;
	/** The workspace it lies in, or undefined for files of the root. */
	readonly workspace: Workspace | undefined;
	/** Tests, what only tests use, and the configuration of tools: they run on Node, never in production. */
	readonly forTests: boolean;
	/** undefined for what is not TypeScript. */
	readonly syntax: Syntax | undefined;
}

/** One npm workspace. */
export interface Workspace {
	/** `@turnpike/money` */
	readonly name: string;
	/** `packages/money` */
	readonly folder: string;
	readonly dependencies: readonly string[];
	/** One of several is there, as for the binaries of a platform. */
	readonly optionalDependencies: readonly string[];
	readonly devDependencies: readonly string[];
	/** The files it exports, as written: `./src/index.ts`. */
	readonly exports: readonly string[];
	/** Its npm scripts, as one text. */
	readonly scripts: string;
}

/** The repository as the rules see it. */
export interface House {
	readonly workspaces: readonly Workspace[];
	readonly files: readonly SourceFile[];
	/** What the root's package.json offers to every workspace's tests. */
	readonly rootDevDependencies: readonly string[];
}

/** Something a rule does not allow: where, what, and what would be right. */
export interface Finding {
	readonly file: string;
	/** Counts from 1. */
	readonly line?: number;
	readonly problem: string;
	readonly remedy: string;
}

export type Rule = (house: House) => readonly Finding[];

export function formatFinding({ file, line, problem, remedy }: Finding): string {
	return `${line === undefined ? file : `${file}:${line}`}: ${problem}. ${remedy}`;
}
