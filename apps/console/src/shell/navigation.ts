/** A page that the header leads to. */
export interface Place {
	readonly to: "/models" | "/docs" | "/usage" | "/keys" | "/credits" | "/organization";
	readonly label: string;
}

const MODELS: Place = { to: "/models", label: "Models" };
const DOCS: Place = { to: "/docs", label: "Docs" };

/** Where there is to go for who is not signed in. */
export const PUBLIC_PLACES: readonly Place[] = [MODELS, DOCS];

/** And for who is. */
export const SIGNED_IN_PLACES: readonly Place[] = [
	{ to: "/usage", label: "Usage" },
	{ to: "/keys", label: "Keys" },
	{ to: "/credits", label: "Credits" },
	{ to: "/organization", label: "Organisation" },
	MODELS,
	DOCS,
];
