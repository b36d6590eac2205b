import { randomFrom } from "./random.ts";

const WORDS = (
	"lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna " +
	"aliqua enim ad minim veniam quis nostrud exercitation ullamco laboris nisi aliquip ex ea commodo consequat duis " +
	"aute irure in reprehenderit voluptate velit esse cillum fugiat nulla pariatur"
)
	.split(" ")
	.map((word) => word.slice(0, 12));

/** So many words, drawn from the seed; each is exactly one token with the space before it. */
export function loremTokens(count: number, seed: number): string[] {
	const random = randomFrom(seed);
	const tokens: string[] = [];
	for (let at = 0; at < count; at++) {
		const word = WORDS[Math.floor(random() * WORDS.length)] ?? "lorem";
		tokens.push(at === 0 ? word : ` ${word}`);
	}
	return tokens;
}
