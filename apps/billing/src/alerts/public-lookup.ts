import { lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { isPublicAddress } from "@turnpike/wire";

/**
 * Resolves a name for a connection that is about to be made, to public addresses alone: the connection goes to what was
 * looked at here, whatever the name means a moment later.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
	lookup(hostname, { ...options, all: true }, (error, addresses) => {
		const [first] = addresses ?? [];
		if (error || !first) return callback(error ?? new Error(`${hostname} has no address`), "", 4);
		if (!addresses.every(({ address }) => isPublicAddress(address))) {
			return callback(new Error("the host has an address that is not public"), "", 4);
		}
		if (options.all) callback(null, addresses);
		else callback(null, first.address, first.family);
	});
};
