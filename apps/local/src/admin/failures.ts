/** The command line is wrong: a sentence for standard error, then the usage, exit code 2. */
export class WrongUse extends Error {
	override readonly name = "WrongUse";
}

/** The command was understood and cannot be carried out: a sentence for standard error, exit code 1. */
export class CommandFailed extends Error {
	override readonly name = "CommandFailed";
}
