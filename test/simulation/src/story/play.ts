import { seededRandom } from "@turnpike/test-chaos/seeded-random";
import { checkAnswer } from "../check/check-answer.ts";
import { checkHolds } from "../check/check-holds.ts";
import { checkPayments } from "../check/check-payments.ts";
import { checkRest } from "../check/check-rest.ts";
import { type Violation, violationOf } from "../check/violation.ts";
import { type Parts, PRODUCTION } from "../world/parts.ts";
import { World } from "../world/world.ts";
import { Stage } from "./stage.ts";
import type { Story } from "./step.ts";

export interface Played {
	readonly violation: Violation | undefined;
	/** What happened last. */
	readonly lines: readonly string[];
	/** How calls ended, and how often. */
	readonly endings: Readonly<Record<string, number>>;
}

/** Plays a story to its end, or until an invariant does not hold. The same story and parts play the same way every time. */
export async function play(story: Story, parts: Parts = PRODUCTION): Promise<Played> {
	const world = new World(parts, seededRandom(story.seed).fork("world"));
	world.onCallEnded = (call) => world.guard(() => checkAnswer(world, call));
	let violation: Violation | undefined;
	try {
		const stage = new Stage(world, story.setting);
		for (const step of story.steps) {
			await world.timeline.passUntil(world.timeline.now + step.afterMs);
			world.guard(() => stage.play(step));
			world.guard(() => checkHolds(world));
			world.guard(() => checkPayments(world));
			world.assertRight();
		}
		await stage.rest();
		world.guard(() => checkRest(world));
		world.assertRight();
	} catch (error) {
		violation = violationOf(error);
	}
	const endings: Record<string, number> = {};
	for (const { state, reason } of world.calls) {
		const name = state === "refused" && reason !== "" ? `refused: ${reason}` : state;
		endings[name] = (endings[name] ?? 0) + 1;
	}
	return { violation, lines: world.lines, endings };
}
