import { setKeyDisabled } from "@turnpike/db";
import { CommandFailed } from "../failures.ts";
import { keyOf } from "../find-or-fail.ts";
import { KEY_ARGUMENT, readKeyArgument } from "../key-argument.ts";
import { ACTOR } from "../operator.ts";
import { defineVerb, type Verb } from "../verb.ts";

export const disableKey = switching(
	"disable-key",
	"Switches a key off until enable-key; every process refuses it within five seconds.",
	true,
);

export const enableKey = switching("enable-key", "Switches a disabled key on again.", false);

function switching(verb: string, summary: string, disabled: boolean): Verb {
	return defineVerb({
		name: verb,
		summary,
		...KEY_ARGUMENT,
		plan(given) {
			const reference = readKeyArgument(given);
			return async (operator) => {
				const { id, hash, name, label } = await keyOf(operator, reference);
				if (!(await setKeyDisabled(await operator.book(), id, disabled, ACTOR))) {
					throw new CommandFailed(`${label} (${id}) is revoked, which is for good: create-key makes another.`);
				}
				return {
					json: { id, hash, name, disabled },
					text: `${label} (${name}, ${id}) is ${disabled ? "disabled" : "enabled"}.`,
				};
			};
		},
	});
}
