import type { SigningKeyRecord } from "@turnpike/db";
import type { Vault } from "@turnpike/vault";
import { exportJWK, generateKeyPair, importJWK, type JWK } from "jose";

/** Where signing keys are stored. Every method rejects when the store cannot be reached. */
export interface SigningKeyStore {
	list(): Promise<readonly SigningKeyRecord[]>;
	/** Stores a key that follows the last one, whose signing ends at `after`; false when somebody else has meanwhile. */
	add(key: SigningKeyRecord, after: number | undefined): Promise<boolean>;
}

/** What a key is for; it signs nothing else. */
export type SigningPurpose = "session" | "receipt";

export interface SigningKeysOptions {
	readonly store: SigningKeyStore;
	readonly vault: Vault;
	/** Shared by everything that lives as long as the process or isolate. */
	readonly cache: SigningKeyCache;
	/** Unix milliseconds. */
	readonly now: () => number;
	readonly newId: () => string;
}

export interface Signer {
	readonly kid: string;
	readonly algorithm: string;
	readonly key: CryptoKey;
}

const ALGORITHM = "EdDSA";
const DAY_MS = 86_400_000;
const SIGNS_MS = 30 * DAY_MS;
/** A key is published this long before it signs, so that whoever caches the JWKS has it by then. */
const AHEAD_MS = 7 * DAY_MS;
/** How long what a key signed may be verified after it signs no more; undefined: for good. */
const VERIFIES_MS: Readonly<Record<SigningPurpose, number | undefined>> = { session: DAY_MS, receipt: undefined };
const FRESH_MS = 5 * 60_000;
/** An unknown `kid` has the keys read again, but not more often than this: anybody can make one up. */
const LEAST_AGE_MS = 10_000;

/** Keys as they were read last, and those of them that were imported. */
export class SigningKeyCache {
	records: readonly SigningKeyRecord[] = [];
	readAt = Number.NEGATIVE_INFINITY;
	readonly signers = new Map<string, Promise<CryptoKey>>();
	readonly verifiers = new Map<string, Promise<CryptoKey>>();
}

/** Ed25519 keys that sign for a month each and are followed by others by themselves. When warm nobody is asked. */
export class SigningKeys {
	readonly #options: SigningKeysOptions;

	constructor(options: SigningKeysOptions) {
		this.#options = options;
	}

	/** The key to sign with now; made on first use, followed in time. @throws when the store cannot be reached. */
	async signer(purpose: SigningPurpose): Promise<Signer> {
		const record = await this.#current(purpose);
		const { signers } = this.#options.cache;
		const key = await remembered(signers, record.id, () => this.#openPrivate(record));
		return { kid: record.id, algorithm: record.algorithm, key };
	}

	/** The key something was signed with for this purpose; undefined when there is none, or none that counts any more. */
	async verifier(purpose: SigningPurpose, kid: string | undefined): Promise<CryptoKey | undefined> {
		const find = (records: readonly SigningKeyRecord[]) =>
			records.find((record) => record.id === kid && record.purpose === purpose && this.#verifies(record));
		const record = find(await this.#records(FRESH_MS)) ?? find(await this.#records(LEAST_AGE_MS));
		return record && remembered(this.#options.cache.verifiers, record.id, () => importPublic(record));
	}

	/** The public keys, as RFC 7517 has them. */
	async jwks(): Promise<{ readonly keys: readonly JWK[] }> {
		// Published as soon as there may be something they signed.
		await this.#current("session");
		await this.#current("receipt");
		const records = await this.#records(FRESH_MS);
		return {
			keys: records
				.filter((record) => this.#verifies(record))
				.map(({ id, algorithm, publicJwk }) => ({ ...publicJwk, kid: id, alg: algorithm, use: "sig" }) as JWK),
		};
	}

	#verifies({ verifiesUntil }: SigningKeyRecord): boolean {
		return verifiesUntil === undefined || verifiesUntil > this.#options.now();
	}

	async #records(oldestMs: number): Promise<readonly SigningKeyRecord[]> {
		const { cache, store, now } = this.#options;
		if (now() - cache.readAt <= oldestMs) return cache.records;
		try {
			cache.records = await store.list();
			cache.readAt = now();
		} catch (error) {
			// Keys that were good a while ago outlive their store: who is signed in stays so.
			if (cache.records.length === 0) throw error;
		}
		return cache.records;
	}

	async #current(purpose: SigningPurpose): Promise<SigningKeyRecord> {
		const own = (await this.#records(FRESH_MS)).filter((record) => record.purpose === purpose);
		const now = this.#options.now();
		const current = own.find((record) => signsAt(record, now));
		const lastUntil = own.length === 0 ? undefined : Math.max(...own.map(({ signsUntil }) => signsUntil));
		if (current && lastUntil !== undefined && lastUntil - now > AHEAD_MS) return current;
		await this.#addAfter(purpose, lastUntil);
		if (current) return current;
		const read = await this.#records(0);
		const made = read.find((record) => record.purpose === purpose && signsAt(record, this.#options.now()));
		if (!made) throw new Error(`there is no key that signs for ${purpose} now`);
		return made;
	}

	async #addAfter(purpose: SigningPurpose, after: number | undefined): Promise<void> {
		const { store, vault, cache, now, newId } = this.#options;
		const id = newId();
		const { publicKey, privateKey } = await generateKeyPair(ALGORITHM, { crv: "Ed25519", extractable: true });
		const privateText = JSON.stringify(await exportJWK(privateKey));
		const signsFrom = Math.max(after ?? now(), now());
		const signsUntil = signsFrom + SIGNS_MS;
		const verifies = VERIFIES_MS[purpose];
		const record: SigningKeyRecord = {
			id,
			purpose,
			algorithm: ALGORITHM,
			publicJwk: { ...(await exportJWK(publicKey)) },
			privateSealed: await vault.seal(new TextEncoder().encode(privateText), contextOf(id)),
			signsFrom,
			signsUntil,
			verifiesUntil: verifies === undefined ? undefined : signsUntil + verifies,
		};
		await store.add(record, after);
		// Whoever was first: the next reading has it.
		cache.readAt = Number.NEGATIVE_INFINITY;
	}

	async #openPrivate({ id, algorithm, privateSealed }: SigningKeyRecord): Promise<CryptoKey> {
		const opened = new TextDecoder().decode(await this.#options.vault.open(privateSealed, contextOf(id)));
		return importKey(JSON.parse(opened), algorithm);
	}
}

function signsAt({ signsFrom, signsUntil }: SigningKeyRecord, at: number): boolean {
	return signsFrom <= at && at < signsUntil;
}

function contextOf(id: string): string {
	return `signing_key:${id}`;
}

function importPublic({ publicJwk, algorithm }: SigningKeyRecord): Promise<CryptoKey> {
	return importKey(publicJwk as JWK, algorithm);
}

async function importKey(jwk: JWK, algorithm: string): Promise<CryptoKey> {
	const key = await importJWK(jwk, algorithm);
	if (key instanceof Uint8Array) throw new Error("a signing key is no secret");
	return key;
}

/** What was made before, or is being made; a failure is forgotten. */
function remembered<T>(made: Map<string, Promise<T>>, name: string, make: () => Promise<T>): Promise<T> {
	const known = made.get(name);
	if (known) return known;
	const making = make();
	made.set(name, making);
	making.catch(() => made.delete(name));
	return making;
}
