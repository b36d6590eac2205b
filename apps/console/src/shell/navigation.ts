/** A page that the header leads to. */
export interface Place {
	readonly to: "/models" | "/docs";
	readonly label: string;
}

export const NAVIGATION: readonly Place[] = [
	{ to: "/models", label: "Models" },
	{ to: "/docs", label: "Docs" },
];
