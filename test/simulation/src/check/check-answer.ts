import { USAGE_STREAM } from "@turnpike/redis";
import type { CallRecord } from "../actors/calls.ts";
import type { World } from "../world/world.ts";
import { Violation } from "./violation.ts";

/** M4: an answer that ended normally has a durable record, at that very moment. */
export function checkAnswer(world: World, call: CallRecord): void {
	if (call.state !== "answered" || isDurable(world, call.generationId)) return;
	throw new Violation("M4", `${call.generationId} ended normally, and no log has its record`);
}

function isDurable(world: World, generationId: string): boolean {
	if (world.database.usage.has(generationId) || world.lostWithRedis.has(generationId)) return true;
	return world.redis.entriesIn(USAGE_STREAM).some((fields) => fields.join(" ").includes(generationId));
}
