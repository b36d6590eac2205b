import { WrongUse } from "./failures.ts";
import type { Given } from "./verb.ts";

/** How verbs about one key are told which: a word, or one of two options for those who like to be explicit. */
export const KEY_ARGUMENT = {
	options: {
		key: { value: "KEY", help: "The same, as an option." },
		hash: { value: "HASH", help: "The same, as an option." },
	},
	positionals: [{ name: "KEY", help: "The key's id, its hash, or the key itself." }],
} as const;

/** @throws WrongUse when none is given, or more than one. */
export function readKeyArgument(given: Given<"key" | "hash">): string {
	const words = [given.positional(0), given.text("key"), given.text("hash")].filter((word) => word !== undefined);
	const [reference] = words;
	if (reference === undefined) throw new WrongUse("Which key? Give its id, its hash, or the key itself.");
	if (words.length > 1) throw new WrongUse("One key at a time: give KEY, --key or --hash.");
	return reference;
}
