import { describe, expect, test } from "vitest";
import { dataOf, eventOf, withData } from "./read-frame.ts";

describe("dataOf", () => {
	test.each([
		["data: {}", "{}"],
		["data:{}", "{}"],
		["data:  two", " two"],
		["data", ""],
		["event: a\ndata: 1", "1"],
		[": note\ndata: 1\ndata: 2", "1\n2"],
		["data: 1\nid: 7", "1"],
		["data: 1\n: note", "1"],
	])("reads %j as %j", (frame, data) => {
		expect(dataOf(frame)).toBe(data);
	});

	test.each([[": keep-alive"], ["event: ping"], ["dataset: 1"]])("finds none in %j", (frame) => {
		expect(dataOf(frame)).toBeUndefined();
	});
});

describe("eventOf", () => {
	test.each([
		["event: ping\ndata: {}", "ping"],
		["event:ping\ndata: {}", "ping"],
		["data: {}\nevent: late", "late"],
		["event: a\ndata: 1\nevent: b", "b"],
		["event: bare", "bare"],
	])("reads %j as %j", (frame, event) => {
		expect(eventOf(frame)).toBe(event);
	});

	test("finds none in a plain data frame", () => {
		expect(eventOf('data: {"event: x":1}')).toBeUndefined();
	});
});

describe("withData", () => {
	test("replaces the data and keeps the rest of the frame", () => {
		expect(withData("data: 1", "2")).toBe("data: 2");
		expect(withData("event: a\ndata: 1\ndata: 1\nid: 3", "2")).toBe("event: a\nid: 3\ndata: 2");
	});
});
