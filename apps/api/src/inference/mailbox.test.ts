import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Deadlines } from "./deadlines.ts";
import { KEEP_ALIVE, Mailbox } from "./mailbox.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function open(keepAliveMs = 1_000) {
	const pending: { arrive: (item: string) => void; fail: (error: Error) => void }[] = [];
	const read = () => new Promise<string>((arrive, fail) => void pending.push({ arrive, fail }));
	const mailbox = new Mailbox(read, new Deadlines(() => performance.now()), keepAliveMs);
	return { mailbox, pending };
}

describe("a mailbox", () => {
	it("gives items as they arrive, each read once", async () => {
		const { mailbox, pending } = open();
		const first = mailbox.next();
		pending[0]?.arrive("one");
		expect(await first).toBe("one");
		const second = mailbox.next();
		pending[1]?.arrive("two");
		expect(await second).toBe("two");
		expect(pending).toHaveLength(2);
		mailbox.close();
	});

	it("asks for a sign of life where nothing comes, again and again, and loses no item by it", async () => {
		const { mailbox, pending } = open();
		for (let times = 0; times < 3; times += 1) {
			const sign = mailbox.next();
			await vi.advanceTimersByTimeAsync(1_100);
			expect(await sign).toBe(KEEP_ALIVE);
		}
		expect(pending).toHaveLength(1);
		pending[0]?.arrive("late");
		expect(await mailbox.next()).toBe("late");
		mailbox.close();
	});

	it("counts the silence from the last item, not from the first", async () => {
		const { mailbox, pending } = open();
		const first = mailbox.next();
		await vi.advanceTimersByTimeAsync(800);
		pending[0]?.arrive("one");
		await first;
		let answer: unknown;
		const second = mailbox.next().then((item) => {
			answer = item;
		});
		await vi.advanceTimersByTimeAsync(900);
		expect(answer).toBeUndefined();
		await vi.advanceTimersByTimeAsync(200);
		await second;
		expect(answer).toBe(KEEP_ALIVE);
		mailbox.close();
	});

	it("passes a failure on", async () => {
		const { mailbox, pending } = open();
		const next = mailbox.next();
		pending[0]?.fail(new Error("reset"));
		await expect(next).rejects.toThrow("reset");
		mailbox.close();
	});

	it("watches nothing where signs of life are switched off, and nothing once closed", async () => {
		const off = open(0);
		off.mailbox.next();
		expect(vi.getTimerCount()).toBe(0);
		const { mailbox } = open();
		mailbox.next();
		expect(vi.getTimerCount()).toBe(1);
		mailbox.close();
		await vi.advanceTimersByTimeAsync(200);
		expect(vi.getTimerCount()).toBe(0);
	});
});
