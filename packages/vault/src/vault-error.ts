/** A sealed secret cannot be opened: changed, sealed for another context, or under a key we do not have. */
export class VaultError extends Error {
	override readonly name = "VaultError";
}
