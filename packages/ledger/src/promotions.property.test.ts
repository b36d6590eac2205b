import { nanoUsd } from "@turnpike/money";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EXPIRY_GRACE_MS, expire, type Promotion, spreadSpending } from "./promotions.ts";
import { comeBack, credit, debit, type Standing } from "./standing.ts";

const NEW: Standing = {
	available: nanoUsd(0n),
	reserved: nanoUsd(0n),
	debt: nanoUsd(0n),
	promotional: nanoUsd(0n),
};

interface Gift {
	readonly id: string;
	readonly given: bigint;
	left: bigint;
	expired: bigint;
	readonly expiresAt: number | undefined;
}

/** Looks at its gifts only when one is added or ends, as the book does; and beside it spends out of them one by one. */
class Account {
	standing = NEW;
	now = 0;
	spent = 0n;
	/** As stored: what was left of each at the last look. */
	lazy: Promotion[] = [];
	readonly eager: Gift[] = [];

	give(amount: bigint, expiresAt: number | undefined): void {
		this.#look();
		const before = this.standing.promotional;
		this.standing = credit(this.standing, nanoUsd(amount), true).standing;
		const left = nanoUsd(this.standing.promotional - before);
		const id = String(this.eager.length).padStart(6, "0");
		this.lazy.push({ id, left, expiresAt });
		this.eager.push({ id, given: left, left, expired: 0n, expiresAt });
	}

	buy(amount: bigint): void {
		this.standing = credit(this.standing, nanoUsd(amount)).standing;
	}

	takeBack(amount: bigint): void {
		const before = this.standing.promotional;
		this.standing = debit(this.standing, nanoUsd(amount)).standing;
		this.#consume(before - this.standing.promotional);
	}

	setAside(amount: bigint): void {
		const part = amount < this.standing.available ? amount : this.standing.available;
		this.standing = {
			...this.standing,
			available: nanoUsd(this.standing.available - part),
			reserved: nanoUsd(this.standing.reserved + part),
		};
	}

	comeBack(amount: bigint): void {
		const part = amount < this.standing.reserved ? amount : this.standing.reserved;
		const before = this.standing.promotional;
		this.standing = comeBack(this.standing, nanoUsd(part)).standing;
		this.#consume(before - this.standing.promotional);
	}

	/** A posting: the gift goes first. */
	spend(amount: bigint): void {
		const part = amount < this.standing.reserved ? amount : this.standing.reserved;
		const ofGift = part < this.standing.promotional ? part : this.standing.promotional;
		this.standing = {
			...this.standing,
			reserved: nanoUsd(this.standing.reserved - part),
			promotional: nanoUsd(this.standing.promotional - ofGift),
		};
		this.spent += part;
		this.#consume(ofGift);
	}

	pass(ms: number): void {
		this.now += ms;
		this.#look();
		const { standing, expiries } = expire(this.standing, this.lazy, this.now);
		this.standing = standing;
		for (const { promotionId, amount } of expiries) {
			this.lazy = this.lazy.map((one) => (one.id === promotionId ? { ...one, left: nanoUsd(one.left - amount) } : one));
			const gift = this.eager.find(({ id }) => id === promotionId);
			if (!gift) throw new Error("an unknown gift ended");
			gift.left -= amount;
			gift.expired += amount;
		}
	}

	#look(): void {
		this.lazy = spreadSpending(this.lazy, this.standing.promotional);
		const left = Object.fromEntries(this.lazy.map((one) => [one.id, one.left]));
		expect(left).toEqual(Object.fromEntries(this.eager.map((one) => [one.id, one.left])));
	}

	#consume(amount: bigint): void {
		const inOrder = [...this.eager].sort((a, b) => (a.expiresAt ?? 1e18) - (b.expiresAt ?? 1e18));
		let rest = amount;
		for (const gift of inOrder) {
			const part = rest < gift.left ? rest : gift.left;
			gift.left -= part;
			rest -= part;
		}
		expect(rest).toBe(0n);
	}
}

const amount = fc.bigInt({ min: 1n, max: 1_000n });
const move = fc.oneof(
	fc.record({ kind: fc.constant("give" as const), amount, lasts: fc.option(fc.integer({ min: 0, max: 5_000_000 })) }),
	fc.record({ kind: fc.constantFrom("buy", "takeBack", "setAside", "comeBack", "spend"), amount }),
	fc.record({ kind: fc.constant("pass" as const), ms: fc.integer({ min: 0, max: 3_000_000 }) }),
);

function play(account: Account, moves: readonly (typeof move extends fc.Arbitrary<infer M> ? M : never)[]): void {
	for (const one of moves) {
		if (one.kind === "pass") account.pass(one.ms);
		else if (one.kind === "give") {
			account.give(one.amount, one.lasts === null ? undefined : account.now + one.lasts);
		} else account[one.kind](one.amount);
		const { promotional, available, reserved } = account.standing;
		expect(promotional).toBe(account.eager.reduce((sum, gift) => sum + gift.left, 0n));
		expect(promotional <= available + reserved).toBe(true);
	}
}

describe("gifts", () => {
	it("are spent in the order in which they end, though only their sum is kept as spending goes on", () => {
		fc.assert(fc.property(fc.array(move, { maxLength: 60 }), (moves) => play(new Account(), moves)));
	});

	it("have all ended once what was set aside is over, and each gave what was spent of it and what expired", () => {
		fc.assert(
			fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
				const account = new Account();
				play(account, moves);
				account.comeBack(10n ** 9n);
				account.pass(10_000_000);
				account.pass(0);
				for (const gift of account.eager) {
					if (gift.expiresAt !== undefined) expect(gift.left).toBe(0n);
					expect(gift.expired >= 0n && gift.expired + gift.left <= gift.given).toBe(true);
				}
			}),
		);
	});

	it("that end leave what calls under way may spend, until it comes back or the grace is over", () => {
		const account = new Account();
		account.buy(3n);
		account.give(10n, 1_000);
		account.setAside(4n);
		account.pass(1_000);
		expect(account.standing).toMatchObject({ available: 3n, reserved: 4n, promotional: 4n });
		account.spend(1n);
		account.comeBack(2n);
		account.pass(1);
		expect(account.standing).toMatchObject({ available: 3n, reserved: 1n, promotional: 1n });
		account.pass(EXPIRY_GRACE_MS);
		expect(account.standing).toMatchObject({ available: 2n, reserved: 1n, promotional: 0n });
	});

	it("cannot have more left than was given", () => {
		expect(() => spreadSpending([], nanoUsd(1n))).toThrow("gifts of 0 nano-USD");
	});
});
