import { expect, test } from "vitest";
import { browserName } from "./browser-name.ts";

test.each([
	[
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0",
		"Edge on Windows",
		false,
	],
	["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux", false],
	[
		"Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1",
		"Safari on iPhone",
		true,
	],
	[
		"Mozilla/5.0 (Linux; Android 16; Pixel 10) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36",
		"Chrome on Android",
		true,
	],
	["", "Something that does not say its name", false],
])("%s is %s", (userAgent, name, phone) => {
	expect(browserName(userAgent)).toEqual({ name, phone });
});
