/** `npm run simulate`: see HELP in options.ts, and the README beside this folder. */
import { prepare } from "./engine/settle.ts";
import { HELP, type Options, parseOptions } from "./options.ts";
import { type Simulated, simulate } from "./simulate.ts";
import { describeStep } from "./story/describe-step.ts";

const PROGRESS_MS = 5_000;

const options = optionsOrExit();
const { seed, seeds, steps } = options;
console.error(`· seeds ${seed} to ${seed + seeds - 1}, ${steps} steps each`);
await prepare();
const began = performance.now();
let told = began;
const simulated = await simulate({
	...options,
	onStory(at) {
		if (performance.now() - told < PROGRESS_MS) return;
		told = performance.now();
		console.error(`· seed ${at}: ${at - seed + 1} of ${seeds} stories right so far`);
	},
});
console.log(report(simulated, performance.now() - began));
process.exit(simulated.found ? 1 : 0);

function report({ stories, endings, found }: Simulated, ms: number): string {
	const calls = Object.entries(endings)
		.sort(([, a], [, b]) => b - a)
		.map(([name, count]) => `${count} ${name}`);
	const played = `${stories} stories in ${(ms / 1_000).toFixed(1)} s; calls: ${calls.join(", ")}`;
	if (!found) return `${played}\nright, all of them`;
	const story = found.story.steps.map((step) => `  +${step.afterMs} ms ${describeStep(step)}`);
	return [
		played,
		`seed ${found.seed}: ${found.played.violation?.message}`,
		`the shortest story found of it, ${found.story.steps.length} steps of ${steps}:`,
		...story,
		"what happened last in it (seconds):",
		...found.played.lines.slice(-80).map((line) => `  ${line}`),
		`again: npm run simulate -- --seed ${found.seed} --steps ${steps}`,
	].join("\n");
}

function optionsOrExit(): Options {
	try {
		const parsed = parseOptions(process.argv.slice(2), () => Math.floor(Math.random() * 1_000_000_000));
		if (parsed) return parsed;
		console.log(HELP);
		return process.exit(0);
	} catch (error) {
		console.error(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
		return process.exit(2);
	}
}
