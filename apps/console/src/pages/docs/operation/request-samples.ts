import type { Operation } from "../../../api/reference.ts";
import type { CodeLanguage } from "../../../ui/code-block.tsx";
import { addressOf, type Draft, headersOf, isPublic } from "./draft.ts";

export interface RequestSample {
	readonly value: string;
	readonly label: string;
	readonly language: CodeLanguage;
	readonly code: string;
}

/** The call in the ways people make it. The key is never in it: it is taken from the environment. */
export function requestSamples(operation: Operation, draft: Draft, host: string): readonly RequestSample[] {
	const call = {
		method: operation.method.toUpperCase(),
		url: host + addressOf(operation, draft),
		headers: Object.entries(headersOf(operation, draft)),
		body: draft.body,
		withKey: !isPublic(operation),
	};
	return [
		{ value: "curl", label: "curl", language: "shell", code: curl(call) },
		{ value: "javascript", label: "JavaScript", language: "javascript", code: javascript(call) },
		{ value: "python", label: "Python", language: "python", code: python(call) },
	];
}

interface Call {
	readonly method: string;
	readonly url: string;
	readonly headers: readonly (readonly [string, string])[];
	readonly body: string | undefined;
	readonly withKey: boolean;
}

function curl({ method, url, headers, body, withKey }: Call): string {
	const lines = [`curl ${method === "GET" || method === "POST" ? "" : `-X ${method} `}${quoted(url)}`];
	if (withKey) lines.push('  -H "Authorization: Bearer $TURNPIKE_API_KEY"');
	for (const [name, value] of headers) lines.push(`  -H ${quoted(`${name}: ${value}`)}`);
	if (body !== undefined) lines.push(`  -d ${quoted(body)}`);
	return lines.join(" \\\n");
}

/** For a POSIX shell: nothing within single quotes means anything but the quote itself. */
function quoted(text: string): string {
	return `'${text.replaceAll("'", "'\\''")}'`;
}

function javascript({ method, url, headers, body, withKey }: Call): string {
	const pairs = headers.map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)},`);
	if (withKey) pairs.unshift("    Authorization: `Bearer $" + "{process.env.TURNPIKE_API_KEY}`,");
	const options = [
		...(method === "GET" ? [] : [`  method: "${method}",`]),
		...(pairs.length === 0 ? [] : ["  headers: {", ...pairs, "  },"]),
		...(body === undefined ? [] : [`  body: JSON.stringify(${indented(body)}),`]),
	];
	const rest = options.length === 0 ? "" : `, {\n${options.join("\n")}\n}`;
	return `const response = await fetch(${JSON.stringify(url)}${rest});\nconsole.log(await response.text());`;
}

function indented(body: string): string {
	return body.replaceAll("\n", "\n  ");
}

function python({ method, url, headers, body, withKey }: Call): string {
	const pairs = headers.map(([name, value]) => `        ${JSON.stringify(name)}: ${JSON.stringify(value)},`);
	if (withKey) pairs.unshift(`        "Authorization": f"Bearer {os.environ['TURNPIKE_API_KEY']}",`);
	const lines = [
		...(withKey ? ["import os", ""] : []),
		"import requests",
		"",
		`response = requests.${method.toLowerCase()}(`,
		`    ${JSON.stringify(url)},`,
		...(pairs.length === 0 ? [] : ["    headers={", ...pairs, "    },"]),
		...(body === undefined ? [] : [`    data=r"""${body}""",`]),
		")",
		"print(response.text)",
	];
	return lines.join("\n");
}
