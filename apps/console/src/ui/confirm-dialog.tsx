import { AlertDialog } from "@base-ui/react/alert-dialog";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { BACKDROP, DialogActions } from "./dialog.tsx";
import { FormProblem } from "./form-problem.tsx";

interface ConfirmDialogProps {
	readonly open: boolean;
	readonly onClose: () => void;
	readonly title: string;
	/** What happens then, and to whom. */
	readonly children: ReactNode;
	/** What the button does: a verb and its object. */
	readonly action: string;
	readonly busy: boolean;
	readonly problem: string | undefined;
	readonly onConfirm: () => void;
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
	const { open, onClose, title, children, action, busy, problem, onConfirm } = props;
	return (
		<AlertDialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
			<AlertDialog.Portal>
				<AlertDialog.Backdrop className={BACKDROP} />
				<AlertDialog.Viewport className="fixed inset-0 z-40 grid place-items-end overflow-y-auto sm:place-items-center sm:p-6">
					<AlertDialog.Popup className="w-full rounded-t-2xl border border-line bg-raised p-5 text-ink shadow-float outline-none sm:max-w-md sm:rounded-2xl sm:p-6">
						<AlertDialog.Title className="font-semibold text-lg leading-snug">{title}</AlertDialog.Title>
						<AlertDialog.Description className="mt-2 text-muted text-sm" render={<div />}>
							{children}
						</AlertDialog.Description>
						<FormProblem problem={problem} />
						<DialogActions>
							<Button kind="secondary" onClick={onClose}>
								Cancel
							</Button>
							<Button kind="danger" busy={busy} onClick={onConfirm}>
								{action}
							</Button>
						</DialogActions>
					</AlertDialog.Popup>
				</AlertDialog.Viewport>
			</AlertDialog.Portal>
		</AlertDialog.Root>
	);
}
