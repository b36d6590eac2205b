import type { ModelObject } from "@turnpike/catalog";
import { AudioLines, Braces, BrainCircuit, FileText, Image, type LucideIcon, Video, Wrench } from "lucide-react";
import { isCapable } from "./filter-models.ts";

const ABILITIES: readonly (readonly [string, LucideIcon, (model: ModelObject) => boolean])[] = [
	["reads images", Image, (model) => reads(model, "image")],
	["reads files", FileText, (model) => reads(model, "file")],
	["hears audio", AudioLines, (model) => reads(model, "audio")],
	["sees video", Video, (model) => reads(model, "video")],
	["calls tools", Wrench, (model) => isCapable(model, "tools")],
	["structured output", Braces, (model) => isCapable(model, "structured")],
	["reasons", BrainCircuit, (model) => isCapable(model, "reasoning")],
];

function reads(model: ModelObject, modality: "image" | "file" | "audio" | "video"): boolean {
	return model.architecture.input_modalities.includes(modality);
}

/** What a model can do beside text, in signs with their words for who cannot see them. */
export function Abilities({ model }: { readonly model: ModelObject }) {
	const its = ABILITIES.filter(([, , has]) => has(model));
	if (its.length === 0) return null;
	return (
		<ul className="flex shrink-0 gap-1.5 text-faint">
			{its.map(([words, Icon]) => (
				<li key={words} title={words} className="relative">
					<Icon className="size-3.5" aria-hidden="true" />
					<span className="sr-only">{words}</span>
				</li>
			))}
		</ul>
	);
}
