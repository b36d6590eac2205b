import type { Rule } from "../house/house.ts";

/** `import { z }`: the object holds everything, fifty languages included, and bundlers keep what an object holds. */
const WHOLE_ZOD = /^import \{[^}]*\bz\b[^}]*\} from "zod"/;

export const zodComesInParts: Rule = ({ files }) =>
	files
		.filter(({ forTests, syntax }) => syntax !== undefined && !forTests)
		.flatMap(({ path, text }) =>
			text.split("\n").flatMap((line, index) =>
				WHOLE_ZOD.test(line)
					? [
							{
								file: path,
								line: index + 1,
								problem: "brings all of zod into what is bundled",
								remedy: 'Write import * as z from "zod"',
							},
						]
					: [],
			),
		);
