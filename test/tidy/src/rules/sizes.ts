import type { Rule, SourceFile } from "../house/house.ts";

const MAX_FILE_LINES = 400;
const LONG_FILE_LINES = 200;
/** Nine files of ten are 200 lines or shorter. */
const MAX_LONG_SHARE = 0.1;
const MAX_FUNCTION_LINES = 70;

function linesOf({ text }: SourceFile): number {
	return text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
}

export const filesAreShort: Rule = ({ files }) =>
	files
		.filter((file) => file.syntax !== undefined && linesOf(file) > MAX_FILE_LINES)
		.map((file) => ({
			file: file.path,
			problem: `has ${linesOf(file)} lines`,
			remedy: `A file has at most ${MAX_FILE_LINES}: split it by what its parts are for`,
		}));

export const fewFilesAreLong: Rule = ({ files }) => {
	const sources = files.filter(({ syntax, forTests }) => syntax !== undefined && !forTests);
	const long = sources.filter((file) => linesOf(file) > LONG_FILE_LINES);
	if (long.length <= sources.length * MAX_LONG_SHARE) return [];
	return long.map((file) => ({
		file: file.path,
		problem: `is one of ${long.length} files of ${sources.length} with more than ${LONG_FILE_LINES} lines`,
		remedy: `At most ${MAX_LONG_SHARE * 100} % may be: split some`,
	}));
};

/** The body of a test suite is no function anyone reads as one. */
export const functionsFitAScreen: Rule = ({ files }) =>
	files
		.filter(({ path }) => !path.endsWith(".test.ts") && !path.includes("/contract/"))
		.flatMap(({ path, syntax }) =>
			(syntax?.functions ?? [])
				.filter(({ lines }) => lines > MAX_FUNCTION_LINES)
				.map(({ line, lines }) => ({
					file: path,
					line,
					problem: `a function of ${lines} lines`,
					remedy: `A function has at most ${MAX_FUNCTION_LINES}: let it call others by name`,
				})),
		);
