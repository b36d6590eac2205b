import { anthropic } from "./anthropic/dialect.ts";
import type { Dialect } from "./dialect.ts";
import type { DialectName } from "./dialect-name.ts";
import { openaiChat } from "./openai-chat/dialect.ts";
import type { Vendor } from "./vendor.ts";

const DIALECTS: Readonly<Record<DialectName, (vendor: Vendor) => Dialect>> = {
	"openai-chat": (vendor) => openaiChat(vendor),
	anthropic: () => anthropic,
	// The sandbox answers in-process, but speaks the real protocol.
	sandbox: (vendor) => openaiChat(vendor, "sandbox"),
};

const made = new WeakMap<Vendor, Dialect>();

/** The dialect a vendor speaks, with its quirks; made once per vendor. */
export function dialectOf(vendor: Vendor): Dialect {
	const known = made.get(vendor);
	if (known !== undefined) return known;
	const dialect = DIALECTS[vendor.dialect](vendor);
	made.set(vendor, dialect);
	return dialect;
}
