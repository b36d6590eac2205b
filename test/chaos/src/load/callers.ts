import { sleep } from "../processes/wait.ts";
import type { Random } from "../seeded-random.ts";
import type { Wallet } from "../world/seed.ts";
import { drawAsk } from "./call-kinds.ts";
import type { CallRecord } from "./call-record.ts";
import { makeCall } from "./make-call.ts";

/** Callers at work. */
export interface Callers {
	readonly records: readonly CallRecord[];
	/** Lets every call under way end, and makes no more. */
	stop(): Promise<void>;
}

const MOST_THINKING_MS = 60;
/** A caller that was refused, or found nobody, does not hammer. */
const REFUSED_MS = 40;
const UNREACHABLE_MS = 200;

/** Starts so many callers, each with a wallet of its own choosing, calling one API after another until they are stopped. */
export function startCallers(
	random: Random,
	count: number,
	apis: readonly string[],
	wallets: readonly Wallet[],
): Callers {
	const records: CallRecord[] = [];
	let stopped = false;

	async function work(mine: Random, wallet: Wallet): Promise<void> {
		while (!stopped) {
			const record = await makeCall(mine.pick(apis), wallet, drawAsk(mine));
			records.push(record);
			await sleep(mine.between(0, MOST_THINKING_MS) + discouragedMs(record));
		}
	}

	const working = Array.from({ length: count }, (_, at) => {
		const wallet = wallets[at % wallets.length];
		if (!wallet) throw new RangeError("callers without a wallet");
		return work(random.fork(`caller ${at}`), wallet);
	});
	return {
		records,
		async stop() {
			stopped = true;
			await Promise.all(working);
		},
	};
}

function discouragedMs({ ending }: CallRecord): number {
	if (ending === "unreachable") return UNREACHABLE_MS;
	return ending === "refused" ? REFUSED_MS : 0;
}
