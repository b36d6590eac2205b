import { type Bytes, DATA_KEY_BYTES, NONCE_BYTES, readEnvelope, writeEnvelope } from "./envelope.ts";
import { VaultError } from "./vault-error.ts";

/** A secret that keys are derived from, and the version that sealed secrets name it by. */
export interface VaultKey {
	readonly version: number;
	readonly secret: string;
}

export interface Vault {
	/** @param context what the secret belongs to, for good: `signing_key:sig_1`. It must be given again to open it. */
	seal(plaintext: Uint8Array, context: string): Promise<Bytes>;
	/** @throws VaultError when it was changed, was sealed for another context, or is under a key we do not have. */
	open(sealed: Uint8Array, context: string): Promise<Bytes>;
	/** As `seal`, from text to text (base64url). */
	sealText(plaintext: string, context: string): Promise<string>;
	/** As `open`, for what `sealText` made. */
	openText(sealed: string, context: string): Promise<string>;
	/** Whether this was sealed under the newest key; otherwise it should be sealed again before that key goes. */
	isCurrent(sealed: Uint8Array): boolean;
}

const AES = "AES-GCM";

/**
 * Makes a vault over one or more versions of `SECRETS_KEY`. Nothing is derived before it is needed.
 *
 * @param keys the one to seal under first, then older ones.
 * @throws RangeError when there is none.
 */
export function makeVault(keys: readonly VaultKey[]): Vault {
	const [current] = keys;
	if (!current) throw new RangeError("a vault needs a key");
	const derived = new Map<number, Promise<CryptoKey>>();

	function keyOf(version: number): Promise<CryptoKey> {
		const key = keys.find((known) => known.version === version);
		if (!key) throw new VaultError(`this secret is sealed under version ${version} of SECRETS_KEY, which is not given`);
		const known = derived.get(version) ?? deriveKey(key.secret);
		derived.set(version, known);
		return known;
	}

	const vault: Vault = {
		async seal(plaintext, context) {
			const keyVersion = current.version;
			const rawKey = random(DATA_KEY_BYTES);
			const [keyNonce, nonce] = [random(NONCE_BYTES), random(NONCE_BYTES)];
			const dataKey = await importKey(rawKey);
			const [wrappedKey, sealed] = await Promise.all([
				encrypt(await keyOf(keyVersion), keyNonce, rawKey, `key ${context}`),
				encrypt(dataKey, nonce, new Uint8Array(plaintext), context),
			]);
			return writeEnvelope({ keyVersion, keyNonce, wrappedKey, nonce, sealed });
		},

		async open(bytes, context) {
			const { keyVersion, keyNonce, wrappedKey, nonce, sealed } = readEnvelope(bytes);
			const rawKey = await decrypt(await keyOf(keyVersion), keyNonce, wrappedKey, `key ${context}`);
			return decrypt(await importKey(rawKey), nonce, sealed, context);
		},

		async sealText(plaintext, context) {
			return toBase64Url(await vault.seal(new TextEncoder().encode(plaintext), context));
		},

		async openText(sealed, context) {
			return new TextDecoder("utf-8", { fatal: true }).decode(await vault.open(fromBase64Url(sealed), context));
		},

		isCurrent: (sealed) => readEnvelope(sealed).keyVersion === current.version,
	};
	return vault;
}

/** HKDF with SHA-256 (RFC 5869): the secret may be text of any length, and is used for nothing else under this name. */
async function deriveKey(secret: string): Promise<CryptoKey> {
	const text = new TextEncoder();
	const material = await crypto.subtle.importKey("raw", text.encode(secret), "HKDF", false, ["deriveKey"]);
	const hkdf = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: text.encode("turnpike vault 1") };
	return crypto.subtle.deriveKey(hkdf, material, { name: AES, length: 256 }, false, ["encrypt", "decrypt"]);
}

function importKey(raw: Bytes): Promise<CryptoKey> {
	return crypto.subtle.importKey("raw", raw, AES, false, ["encrypt", "decrypt"]);
}

async function encrypt(key: CryptoKey, iv: Bytes, plaintext: Bytes, context: string): Promise<Bytes> {
	const additionalData = new TextEncoder().encode(context);
	return new Uint8Array(await crypto.subtle.encrypt({ name: AES, iv, additionalData }, key, plaintext));
}

async function decrypt(key: CryptoKey, iv: Bytes, sealed: Bytes, context: string): Promise<Bytes> {
	const additionalData = new TextEncoder().encode(context);
	try {
		return new Uint8Array(await crypto.subtle.decrypt({ name: AES, iv, additionalData }, key, sealed));
	} catch (cause) {
		throw new VaultError("the sealed secret was changed, or is not what it is opened as", { cause });
	}
}

function random(bytes: number): Bytes {
	return crypto.getRandomValues(new Uint8Array(bytes));
}

function toBase64Url(bytes: Bytes): string {
	let binary = "";
	for (const byte of bytes) binary += String.fromCharCode(byte);
	return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64Url(text: string): Bytes {
	if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) throw new VaultError("this is no sealed secret");
	const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
	return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
