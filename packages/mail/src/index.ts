export type { Letter, WrittenLetter } from "./letter.ts";
export { writeLetter } from "./write-letter.ts";
