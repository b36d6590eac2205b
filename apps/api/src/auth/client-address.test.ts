import { describe, expect, it } from "vitest";
import { callerAt, clientAddress } from "./client-address.ts";

const forwarded = (value: string) => new Headers({ "x-forwarded-for": value });

describe("whom a request comes from", () => {
	it("is the connection's peer, whatever the request says of itself", () => {
		expect(clientAddress(forwarded("1.1.1.1"), "9.9.9.9", 0)).toBe("9.9.9.9");
		expect(clientAddress(new Headers(), undefined, 0)).toBe("unknown");
	});

	it("is what the first of our own proxies saw, and nothing a client put before it", () => {
		expect(clientAddress(forwarded("6.6.6.6, 1.1.1.1"), "10.0.0.1", 1)).toBe("1.1.1.1");
		expect(clientAddress(forwarded("6.6.6.6, 1.1.1.1, 10.0.0.2"), "10.0.0.1", 2)).toBe("1.1.1.1");
	});

	it("is the peer where no proxy said anything", () => {
		expect(clientAddress(new Headers(), "9.9.9.9", 1)).toBe("9.9.9.9");
	});
});

describe("a caller", () => {
	it.each([
		["203.0.113.9", "203.0.113.9"],
		["::ffff:203.0.113.9", "203.0.113.9"],
		["2001:db8:0:1:aaaa::1", "2001:db8:0:1::/64"],
		["2001:0DB8:0000:0001:ffff:ffff:ffff:ffff", "2001:db8:0:1::/64"],
		["2001:db8::1", "2001:db8:0:0::/64"],
		["::1", "0:0:0:0::/64"],
		["fe80::1%eth0", "fe80:0:0:0::/64"],
		["unknown", "unknown"],
	])("at %s is %s", (address, caller) => {
		expect(callerAt(address)).toBe(caller);
	});
});
