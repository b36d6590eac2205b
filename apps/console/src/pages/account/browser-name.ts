/** The first that fits: others call themselves by the names of those before them, too. */
const BROWSERS = [
	["Edge", /Edg(?:A|iOS)?\//],
	["Opera", /OPR\//],
	["Firefox", /Firefox\/|FxiOS\//],
	["Chrome", /Chrome\/|CriOS\//],
	["Safari", /Safari\//],
] as const;

const SYSTEMS = [
	["iPhone", /iPhone/],
	["iPad", /iPad/],
	["Android", /Android/],
	["Windows", /Windows/],
	["macOS", /Mac OS X/],
	["Linux", /Linux/],
] as const;

/** A browser by what it says of itself: "Firefox on Windows". */
export function browserName(userAgent: string): { readonly name: string; readonly phone: boolean } {
	const browser = BROWSERS.find(([, pattern]) => pattern.test(userAgent))?.[0];
	const system = SYSTEMS.find(([, pattern]) => pattern.test(userAgent))?.[0];
	const name =
		browser && system ? `${browser} on ${system}` : (browser ?? system ?? "Something that does not say its name");
	return { name, phone: /iPhone|Android.*Mobile/.test(userAgent) };
}
