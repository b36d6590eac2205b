import { CircleAlert } from "lucide-react";

/** Why a form was not taken; read out when it appears. */
export function FormProblem({ problem }: { readonly problem: string | undefined }) {
	return (
		<div role="alert">
			{problem !== undefined && (
				<p className="mt-4 flex gap-2 rounded-lg bg-danger-soft px-3 py-2 text-danger text-sm">
					<CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
					{problem}
				</p>
			)}
		</div>
	);
}
