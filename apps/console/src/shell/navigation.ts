/** A page that the header leads to. */
export interface Place {
	readonly to: "/models";
	readonly label: string;
}

export const NAVIGATION: readonly Place[] = [{ to: "/models", label: "Models" }];
