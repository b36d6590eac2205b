import { type Random, seededRandom } from "@turnpike/test-chaos/seeded-random";
import { priceOfTokens } from "../actors/prices.ts";
import { TIMES } from "../actors/times.ts";
import type { Key, Setting, Step, Story } from "./step.ts";

const CENT = 10_000_000n;

/** Of so many steps, about how many are of each kind. Every story leaves some kinds out, so that others stand alone. */
const KINDS = {
	call: 60,
	"kill api": 4,
	"kill worker": 3,
	"pause api": 2,
	"deploy api": 2,
	"set a clock": 2,
	"postgres away": 4,
	"postgres stuck": 2,
	"redis away": 2,
	"redis wiped": 0.7,
	"redis replicates": 0.8,
	"redis fails over": 0.8,
	weather: 3,
	deposit: 4,
	"take back": 1.5,
	buy: 3,
	refund: 1.5,
	dispute: 1.5,
	"stripe away": 1,
	suspend: 1,
	budget: 1.5,
	poison: 1,
} as const satisfies Record<Step["do"], number>;

type Kind = Step["do"];
const TROUBLES = (Object.keys(KINDS) as Kind[]).filter((kind) => kind !== "call");

/** The same seed and number of steps make the same story; a longer one begins like a shorter one. */
export function drawStory(seed: number, steps: number): Story {
	const random = seededRandom(seed);
	const setting = drawSetting(random.fork("setting"));
	const kinds = drawKinds(random.fork("kinds"));
	const pace = random.fork("pace").pick([40, 150, 500, 1_500, 4_000]);
	return {
		seed,
		setting,
		steps: Array.from({ length: steps }, (_, at) => drawStep(random.fork(`step ${at}`), setting, kinds, pace)),
	};
}

function drawSetting(random: Random): Setting {
	const apis = Array.from({ length: random.between(1, 4) }, () => random.pick(["memory", "redis"] as const));
	const accounts = Array.from({ length: random.between(1, 3) }, (_, at) => `account-${at + 1}`);
	const keys: Key[] = accounts.flatMap((accountId) =>
		Array.from({ length: random.between(1, 2) }, (_, at) => ({ accountId, keyId: `${accountId}-key-${at + 1}` })),
	);
	return {
		apis,
		workers: random.between(1, 2),
		deposits: accounts.map((accountId) => ({ accountId, nano: amount(random, 4_000) })),
		keys,
		budgets: keys
			.filter(() => random.chance(0.3))
			.map(({ keyId }) => ({
				keyId,
				nano: amount(random, 60),
				resetMs: random.chance(0.3) ? undefined : random.pick([15_000, 60_000]),
			})),
		toppedUp: accounts.filter(() => random.chance(0.5)),
		endsInOrder: random.chance(0.6),
	};
}

function drawKinds(random: Random): readonly { readonly kind: Kind; readonly upTo: number }[] {
	// From a storm to an almost quiet day.
	const calls = random.pick([1, 3, 8]);
	// Half of all stories are about one or two kinds of trouble.
	const theme = random.chance(0.5) ? [random.pick(TROUBLES), random.pick(TROUBLES)] : [];
	const drawn = TROUBLES.filter((kind) => theme.includes(kind) || random.chance(theme.length > 0 ? 0.2 : 0.55));
	let upTo = 0;
	return ["call" as const, ...drawn].map((kind) => {
		upTo += KINDS[kind] * (kind === "call" ? calls : theme.includes(kind) ? 5 : 1);
		return { kind, upTo };
	});
}

function drawStep(
	random: Random,
	setting: Setting,
	kinds: readonly { readonly kind: Kind; readonly upTo: number }[],
	pace: number,
): Step {
	const drawn = random.next() * (kinds.at(-1)?.upTo ?? 0);
	const kind = kinds.find(({ upTo }) => drawn < upTo)?.kind ?? "call";
	const afterMs = random.chance(0.3) ? 0 : Math.floor(random.next() * 2 * pace);
	const pick = random.between(0, 1_000_000);
	switch (kind) {
		case "call":
			return { do: kind, afterMs, pick, plan: drawCall(random, setting) };
		case "kill api":
		case "kill worker":
			return { do: kind, afterMs, pick, downMs: random.between(0, 8_000) };
		case "pause api":
			return { do: kind, afterMs, pick, ms: random.between(10, 7_000) };
		case "set a clock":
			return { do: kind, afterMs, pick, ms: random.between(-20_000, 20_000) };
		case "postgres away":
		case "postgres stuck":
		case "redis away":
		case "stripe away":
			return { do: kind, afterMs, ms: random.between(100, random.pick([3_000, 25_000])) };
		case "buy":
			return { do: kind, afterMs, pick, cents: BigInt(random.between(500, 900)) };
		case "refund":
			return { do: kind, afterMs, pick, cents: BigInt(random.between(1, 900)) };
		case "dispute":
		case "deploy api":
			return { do: kind, afterMs, pick };
		case "weather":
			return {
				do: kind,
				afterMs,
				lossy: random.pick([0.02, 0.1, 0.3]),
				slowMs: random.pick([2, 40, 400]),
				ms: random.between(500, 20_000),
			};
		case "deposit":
		case "take back":
			return { do: kind, afterMs, pick, nano: amount(random, 100) };
		case "budget":
			return { do: kind, afterMs, pick, nano: amount(random, 60) };
		case "suspend":
			return { do: kind, afterMs, pick, ms: random.between(100, 10_000) };
		case "poison":
			return { do: kind, afterMs, pick, where: random.pick(["postgres", "redis"]) };
		default:
			return { do: kind, afterMs };
	}
}

function drawCall(random: Random, { keys }: Setting) {
	const { accountId, keyId } = random.pick(keys);
	const heldOutput = random.pick([10, 100, 500]);
	const ending = random.pick(["normal", "normal", "normal", "normal", "caller leaves", "provider fails"] as const);
	return {
		accountId,
		keyId,
		input: random.between(0, 2_000),
		heldOutput,
		output: random.between(0, random.pick([heldOutput, heldOutput, 4 * heldOutput])),
		ms: random.chance(0.2) ? random.between(1_000, TIMES.longestCallMs) : random.between(1, 1_500),
		ending,
		overReports: random.chance(0.03),
	};
}

/** Up to so many cents, small amounts as often as large ones. */
function amount(random: Random, mostCents: number): bigint {
	const dearest = priceOfTokens({ input: 2_000, output: 500 });
	if (random.chance(0.3)) return dearest + BigInt(random.between(0, 1_000));
	return (CENT * BigInt(Math.floor(mostCents * 100 * random.next() ** 2))) / 100n + BigInt(random.between(1, 99));
}
