import { expect, it } from "vitest";
import { parseForm } from "./parse-form.ts";

it.each([
	["", {}],
	["a=1&b=x%20y%26z", { a: "1", b: "x y&z" }],
	["a[b][c]=1&a[b][d]=2", { a: { b: { c: "1", d: "2" } } }],
	["l[0][p][q]=1&l[1][p][q]=2", { l: [{ p: { q: "1" } }, { p: { q: "2" } }] }],
	["expand[]=a&expand[]=b.c", { expand: ["a", "b.c"] }],
	["created[gte]=5", { created: { gte: "5" } }],
])("reads %j", (text, form) => {
	expect(parseForm(text)).toEqual(form);
});
