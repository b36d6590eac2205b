import { describe, expect, it } from "vitest";
import { Transcript, TranscriptRoom } from "./transcript.ts";

const pushed = (transcript: Transcript, texts: readonly string[]) => {
	for (const text of texts) transcript.push(text);
	return transcript;
};
const numbered = (count: number) => Array.from({ length: count }, (_, at) => `text ${at} `);

describe("a transcript", () => {
	it("has everything from the beginning", () => {
		const transcript = pushed(new Transcript(new TranscriptRoom(100), 100), ["a", "b", "c"]);
		expect([0, 1, 2, 3].map((at) => transcript.at(at))).toEqual(["a", "b", "c", undefined]);
		expect([transcript.whole, transcript.text()]).toEqual([true, "abc"]);
	});

	it("that outgrows its bound goes on for who reads along, and is whole no more", () => {
		const texts = numbered(1_000);
		const transcript = new Transcript(new TranscriptRoom(1_000_000), 500);
		const read: (string | undefined)[] = [];
		for (const text of texts) {
			transcript.push(text);
			read.push(transcript.at(read.length));
		}
		expect(read).toEqual(texts);
		expect([transcript.whole, transcript.text()]).toEqual([false, undefined]);
		expect([transcript.isBehind(0), transcript.isBehind(1_000)]).toEqual([true, false]);
	});

	it("gives way when all of them together are too long, and leaves the room to the others", () => {
		const room = new TranscriptRoom(10);
		const [one, other] = [new Transcript(room, 100), new Transcript(room, 100)];
		pushed(one, ["12345"]);
		pushed(other, ["12345", "6"]);
		expect([one.whole, other.whole]).toEqual([true, false]);
		pushed(one, ["67890"]);
		expect(one.whole).toBe(true);
	});

	it("gives its room back when it is closed, and still says what it has", () => {
		const room = new TranscriptRoom(5);
		const one = pushed(new Transcript(room, 5), ["12345"]);
		one.close();
		one.close();
		expect(one.text()).toBe("12345");
		expect(pushed(new Transcript(room, 5), ["12345"]).whole).toBe(true);
		expect(pushed(new Transcript(room, 5), ["1"]).whole).toBe(false);
	});
});
