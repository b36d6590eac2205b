export { makeVault, type Vault, type VaultKey } from "./make-vault.ts";
export { VaultError } from "./vault-error.ts";
