import type { Operation, ReferenceDocument } from "../../../api/reference.ts";
import { RichText } from "../rich-text.tsx";
import { Part } from "./part.tsx";

interface WhoMayAskProps {
	readonly operation: Operation;
	readonly document: ReferenceDocument;
}

/** Which keys will do. */
export function WhoMayAsk({ operation, document }: WhoMayAskProps) {
	const schemes = operation.security.flatMap((each) => Object.keys(each));
	return (
		<Part title="Who may ask">
			{schemes.length === 0 ? (
				<p className="text-muted text-sm">Anybody, without a key.</p>
			) : (
				<>
					{schemes.length > 1 && <p className="mb-2 text-muted text-sm">Any one of these:</p>}
					<ul className="flex list-disc flex-col gap-1.5 pl-5 text-muted text-sm marker:text-faint">
						{schemes.map((scheme) => (
							<li key={scheme}>
								<RichText text={document.components.securitySchemes[scheme]?.description ?? scheme} />
							</li>
						))}
					</ul>
				</>
			)}
		</Part>
	);
}
