import { describe, expect, it } from "vitest";
import { clientAddress } from "./client-address.ts";

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
