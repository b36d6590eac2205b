import type { Rule, SourceFile } from "../house/house.ts";

const DRAWERS = /^(?:shared|common|misc)(?:[.-]|$)|(?:^|-)(?:utils?|helpers?)(?:[.-]|$)/;
/** Put together, so that this file does not hold the words itself. */
const UNFINISHED = new RegExp(`\\b(?:TO${"DO"}|FIX${"ME"}|X${"XX"})\\b`);
/** Where a machine, not the reader's, keeps things: homes, temporary folders with a name in them, registries. */
const OF_A_MACHINE = new RegExp(
	[
		"(?:^|[\\s\"'`(=:])/(?:home|Users|root|work|mnt)/[\\w.-]+",
		"/tmp/(?:team|bash_jobs)",
		"\\bregistry\\.[\\w-]+\\.\\w+",
		"\\b(?:verdaccio|artifactory|nexus)\\b",
	].join("|"),
);

function spots(file: SourceFile, pattern: RegExp): readonly { readonly line: number; readonly found: string }[] {
	if (!pattern.test(file.text)) return [];
	return file.text.split("\n").flatMap((text, index) => {
		const found = pattern.exec(text)?.[0]?.trim();
		return found === undefined ? [] : [{ line: index + 1, found }];
	});
}

export const noDrawers: Rule = ({ files }) =>
	files
		.filter(({ path }) => path.split("/").some((part) => DRAWERS.test(part)))
		.map(({ path }) => ({
			file: path,
			problem: "is named as a drawer for anything",
			remedy: "Name it for the one thing it does, and put it where that is used",
		}));

export const nothingIsLeftToDo: Rule = ({ files }) =>
	files.flatMap((file) =>
		spots(file, UNFINISHED).map(({ line, found }) => ({
			file: file.path,
			line,
			problem: `says ${found}`,
			remedy: "Do it, or say what is missing in the package's README",
		})),
	);

export const nothingOfOneMachine: Rule = ({ files }) =>
	files
		.filter(({ path }) => !path.startsWith("test/tidy/"))
		.flatMap((file) =>
			spots(file, OF_A_MACHINE).map(({ line, found }) => ({
				file: file.path,
				line,
				problem: `names ${found}, which only one machine has`,
				remedy: "Use a path from the root, a temporary folder made at run time, or the environment",
			})),
		);

export const everyPackageHasAReadme: Rule = ({ workspaces, files }) => {
	const paths = new Set(files.map(({ path }) => path));
	return workspaces
		.map(({ folder }) => `${folder}/README.md`)
		.filter((readme) => !paths.has(readme))
		.map((file) => ({
			file,
			problem: "is missing",
			remedy: "One screen: its one responsibility, its invariants, its ports, how to test it",
		}));
};
