import { Dialog as BaseDialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { classes } from "./classes.ts";

interface DialogProps {
	readonly open: boolean;
	readonly onClose: () => void;
	readonly title: string;
	readonly description?: ReactNode;
	readonly children: ReactNode;
	/** It cannot be left by accident: only what is in it closes it. */
	readonly insistent?: boolean;
	readonly wide?: boolean;
}

/** Something to be done before going on; the page behind it waits. */
export function Dialog({ open, onClose, title, description, children, insistent = false, wide = false }: DialogProps) {
	const popup = useRef<HTMLDivElement>(null);
	// Who opened it wants to fill it in, not to close it; on a touch screen a keyboard would cover it at once.
	const firstField = (by: string) => (by !== "touch" && popup.current?.querySelector<HTMLElement>(FIELD)) || true;
	return (
		<BaseDialog.Root open={open} onOpenChange={(next) => !next && onClose()} disablePointerDismissal={insistent}>
			<BaseDialog.Portal>
				<BaseDialog.Backdrop className={BACKDROP} />
				<BaseDialog.Viewport className="fixed inset-0 z-40 grid place-items-end overflow-y-auto sm:place-items-center sm:p-6">
					<BaseDialog.Popup
						ref={popup}
						initialFocus={firstField}
						className={classes(WINDOW, wide ? "sm:max-w-2xl" : "sm:max-w-md")}
					>
						<div className="flex items-start justify-between gap-4">
							<BaseDialog.Title className="font-semibold text-lg leading-snug">{title}</BaseDialog.Title>
							{!insistent && (
								<BaseDialog.Close
									className="-m-1.5 rounded-md p-1.5 text-faint hover:bg-sunken hover:text-ink"
									aria-label="Close"
								>
									<X className="size-5" aria-hidden="true" />
								</BaseDialog.Close>
							)}
						</div>
						{description !== undefined && (
							<BaseDialog.Description className="mt-1 text-muted text-sm">{description}</BaseDialog.Description>
						)}
						<div className="mt-5">{children}</div>
					</BaseDialog.Popup>
				</BaseDialog.Viewport>
			</BaseDialog.Portal>
		</BaseDialog.Root>
	);
}

const FIELD = "input:not([type=hidden], :disabled), select:not(:disabled), textarea:not(:disabled)";

/** Where the ways out of a dialog stand, the one that goes on last. */
export function DialogActions({ children }: { readonly children: ReactNode }) {
	return <div className="mt-6 flex flex-wrap justify-end gap-2">{children}</div>;
}

export const BACKDROP = classes(
	"fixed inset-0 z-40 bg-black/40 transition-opacity",
	"data-starting-style:opacity-0 data-ending-style:opacity-0",
);

const WINDOW = classes(
	"w-full rounded-t-2xl border border-line bg-raised p-5 text-ink shadow-float outline-none sm:rounded-2xl sm:p-6",
	"transition-[opacity,translate] data-starting-style:translate-y-2 data-starting-style:opacity-0 data-ending-style:opacity-0",
);
