import type { PublicFormat } from "@turnpike/wire";

/** A frame that says nothing but that we are still here, in a format's own way. */
export function keepAliveFrame(format: PublicFormat): string {
	return format === "messages" ? 'event: ping\ndata: {"type":"ping"}\n\n' : ": TURNPIKE PROCESSING\n\n";
}
