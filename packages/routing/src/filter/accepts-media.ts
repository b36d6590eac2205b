import type { Modality } from "@turnpike/catalog";
import type { MediaCount } from "@turnpike/wire";

/** Whether a model reads what a call carries besides text. What lies behind a URL is not known: any medium may be meant. */
export function acceptsMedia(modalities: readonly Modality[], media: MediaCount): boolean {
	if (media.inlineImages > 0 && !modalities.includes("image")) return false;
	if (media.inlineFiles > 0 && !acceptsFiles(modalities)) return false;
	return media.remote === 0 || modalities.includes("image") || acceptsFiles(modalities);
}

function acceptsFiles(modalities: readonly Modality[]): boolean {
	return modalities.includes("file") || modalities.includes("audio") || modalities.includes("video");
}
