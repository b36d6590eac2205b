/** JSON that a test looks into: any path may be asked for, and what is not there is undefined. */
export interface JsonObject {
	readonly [key: string]: JsonObject | undefined;
}
