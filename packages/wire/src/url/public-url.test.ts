import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isPublicAddress } from "./public-address.ts";
import { isPublicUrl, publicUrlProblem } from "./public-url.ts";

describe("publicUrlProblem", () => {
	test.each([
		"https://example.com/a.png",
		"http://example.com:8080/a.png?x=1#y",
		"https://user.example.com/path@v2/a.png",
		"https://8.8.8.8/a.png",
		"https://172.15.0.1/",
		"https://172.32.0.1/",
		"https://100.128.0.1/",
		"https://[2606:4700:4700::1111]/a.png",
		"https://bücher.example/ü.png",
		"https://example.com./a.png",
		"https://localhost.example.com/",
		"https://internal.example.com/",
		"https://10.0.0.1.example.com/",
	])("lets %s pass", (url) => {
		expect(publicUrlProblem(url)).toBeUndefined();
	});

	test.each([
		"http://localhost/",
		"http://LOCALHOST:3000/",
		"http://localhost./",
		"http://a.localhost/",
		"http://printer.local/",
		"http://metadata.google.internal/computeMetadata/v1/",
		"http://router.home.arpa/",
		"http://intranet/",
		"http://127.0.0.1/",
		"http://127.1/",
		"http://127.0.1/",
		"http://0/",
		"http://0.0.0.0/",
		"http://2130706433/",
		"http://0x7f000001/",
		"http://0x7f.0.0.1/",
		"http://017700000001/",
		"http://0177.0.0.1/",
		"http://127.0.0.1./",
		"http://127%2e0%2e0%2e1/",
		"http://%31%32%37.0.0.1/",
		"http://１２７.0.0.1/",
		"http://127。0。0。1/",
		"http://10.1.2.3/",
		"http://172.16.0.1/",
		"http://172.31.255.255/",
		"http://192.168.0.1/",
		"http://169.254.169.254/latest/meta-data/",
		"http://2852039166/",
		"http://100.64.0.1/",
		"http://198.18.0.1/",
		"http://224.0.0.1/",
		"http://255.255.255.255/",
		"http://[::1]/",
		"http://[::]/",
		"http://[0:0:0:0:0:0:0:1]/",
		"http://[::ffff:127.0.0.1]/",
		"http://[::ffff:7f00:1]/",
		"http://[::ffff:169.254.169.254]/",
		"http://[::127.0.0.1]/",
		"http://[fe80::1]/",
		"http://[fc00::1]/",
		"http://[fd12:3456::1]/",
		"http://[ff02::1]/",
		"http://[64:ff9b::7f00:1]/",
		"http://[2002:7f00:1::]/",
		"http://[2001::1]/",
		"http://[2001:db8::1]/",
	])("refuses %s as not public", (url) => {
		expect(publicUrlProblem(url)).toContain("not public");
	});

	test.each([
		["http://example.com@127.0.0.1/", "user name"],
		["http://127.0.0.1@example.com/", "user name"],
		["http://user:pass@example.com/", "user name"],
		["http://@example.com/", "user name"],
		["http://:@example.com/", "user name"],
		["http://example.com\\@127.0.0.1/", "backslashes"],
		["http:\\\\127.0.0.1/", "backslashes"],
		["http://exa\tmple.com/", "white space"],
		["http://example.com/\r\nHost: x", "control characters"],
		[" http://example.com/", "white space"],
		["file:///etc/passwd", "https://"],
		["ftp://example.com/a.png", "https://"],
		["gopher://127.0.0.1/", "https://"],
		["javascript:alert(1)", "https://"],
		["http:example.com", "https://"],
		["https:/example.com/a", "https://"],
		["//example.com/a.png", "not a valid URL"],
		["example.com/a.png", "not a valid URL"],
		["", "not a valid URL"],
		["http://", "not a valid URL"],
		["http://[::1/", "not a valid URL"],
		["http://256.0.0.1/", "not a valid URL"],
	])("refuses %j, saying %s", (url, says) => {
		expect(publicUrlProblem(url)).toContain(says);
	});

	test("refuses every address of a private block, however the number is written", () => {
		const block = fc.constantFrom(0x0a000000, 0x7f000000).chain((base) => fc.nat(0xffffff).map((host) => base + host));
		const writings = [
			(n: number) => `${n}`,
			(n: number) => `0x${n.toString(16)}`,
			(n: number) => `0${n.toString(8)}`,
			(n: number) => [24, 16, 8, 0].map((shift) => Math.floor(n / 2 ** shift) % 256).join("."),
			(n: number) => `${Math.floor(n / 2 ** 24)}.${n % 2 ** 24}`,
		];
		fc.assert(
			fc.property(block, fc.constantFrom(...writings), (number, write) => {
				expect(isPublicUrl(`http://${write(number)}/`)).toBe(false);
			}),
		);
	});

	test("never throws", () => {
		fc.assert(fc.property(fc.string(), (text) => typeof isPublicUrl(`http://${text}`) === "boolean"));
	});
});

describe("isPublicAddress", () => {
	test.each(["8.8.8.8", "2606:4700:4700::1111", "2606:4700:4700:0:0:0:0:1111"])("lets %s pass", (address) => {
		expect(isPublicAddress(address)).toBe(true);
	});

	test.each([
		...["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8"],
		...["fe80::1%eth0", "fd00::1", "64:ff9b::a00:1", ""],
	])("refuses %j", (address) => {
		expect(isPublicAddress(address)).toBe(false);
	});
});
