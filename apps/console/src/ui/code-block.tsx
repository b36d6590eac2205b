import { type ParsedToken, type ParseOptions, parse } from "sugar-high/core";
import * as javascript from "sugar-high/lang/javascript";
import * as python from "sugar-high/lang/python";
import * as shell from "sugar-high/lang/shell";
import { classes } from "./classes.ts";
import { CopyButton } from "./copy-button.tsx";

export type CodeLanguage = "javascript" | "python" | "shell";

// The languages' types say one argument less than what they are given to says.
const LANGUAGES = { javascript, python, shell } as unknown as Readonly<Record<CodeLanguage, ParseOptions>>;

const COLOURS: Readonly<Record<string, string>> = {
	keyword: "text-(--code-keyword)",
	string: "text-(--code-string)",
	property: "text-(--code-property)",
	comment: "text-(--code-comment) italic",
	sign: "text-muted",
};

interface CodeBlockProps {
	readonly code: string;
	readonly language: CodeLanguage;
	/** What the code does, for the copy button. */
	readonly label: string;
	/** What is shown instead of the code: one with its secret hidden. */
	readonly shown?: string;
	readonly className?: string;
}

/** Code to read and to copy. */
export function CodeBlock({ code, language, label, shown = code, className }: CodeBlockProps) {
	return (
		<figure className={classes("flex rounded-xl border border-line bg-sunken", className)}>
			<section
				aria-label={label}
				// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
				tabIndex={0}
				className="relative min-w-0 flex-1 overflow-x-auto rounded-xl focus-visible:-outline-offset-2"
			>
				<pre className="w-max min-w-full p-4 font-mono text-[0.8125rem] leading-6">
					<code>
						{parse(shown, LANGUAGES[language]).lines.map((line) => (
							<span key={line.index} className="block min-h-6">
								{withKeys(line.tokens).map(({ key, type, value }) => (
									<span key={key} className={COLOURS[type]}>
										{value}
									</span>
								))}
							</span>
						))}
					</code>
				</pre>
			</section>
			<CopyButton text={code} label={`Copy ${label}`} className="m-2" />
		</figure>
	);
}

/** A token's key is where it begins. */
function withKeys(tokens: readonly ParsedToken[]) {
	let start = 0;
	return tokens.map((token) => {
		const key = start;
		start += token.value.length;
		return { ...token, key };
	});
}
