import { expect, it } from "vitest";
import { Deadlines } from "../inference/deadlines.ts";
import { aCall } from "../inference/examples.fixture.ts";
import type { Asked } from "./asked.ts";
import { StillRunning } from "./repeat-errors.ts";
import { withinPatience } from "./within-patience.ts";

const deadlines = new Deadlines(() => performance.now());

function asked(signal = new AbortController().signal): Asked {
	return {
		request: new Request("http://localhost/"),
		signal,
		requestId: "req_1",
		generationId: "00000000-0000-7000-8000-000000000001",
		leave: () => {},
		keyId: "key_1",
		call: aCall(),
	};
}

it("a caller whose time is over is told so, and has left", async () => {
	let left = false;
	const answer = withinPatience({ deadlines }, asked(), 20, ({ signal }) => {
		signal.addEventListener("abort", () => {
			left = true;
		});
		return new Promise(() => {});
	});
	await expect(answer).rejects.toBeInstanceOf(StillRunning);
	expect(left).toBe(true);
});

it("one who gets an answer in time, or an error, gets that", async () => {
	const response = new Response("an answer");
	expect(await withinPatience({ deadlines }, asked(), 60_000, async () => response)).toBe(response);
	const failing = withinPatience({ deadlines }, asked(), 60_000, () => Promise.reject(new Error("no")));
	await expect(failing).rejects.toThrow("no");
});

it("one who closes the connection has left at once", async () => {
	const caller = new AbortController();
	const answer = withinPatience({ deadlines }, asked(caller.signal), 60_000, async ({ signal }) => {
		caller.abort();
		return new Response(signal.aborted ? "left" : "there");
	});
	expect(await (await answer).text()).toBe("left");
});
