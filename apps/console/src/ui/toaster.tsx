import { Toast } from "@base-ui/react/toast";
import { CircleAlert, CircleCheck, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { useMessages } from "./messages.ts";

/** Where short messages appear, above any page. Fetched when there is something to say. */
export function Toaster() {
	return (
		<Toast.Provider>
			<Toast.Portal>
				<Toast.Viewport className="fixed right-4 bottom-4 left-4 z-50 sm:left-auto sm:w-96">
					<Messages />
				</Toast.Viewport>
			</Toast.Portal>
		</Toast.Provider>
	);
}

function Messages() {
	const { toasts, add } = Toast.useToastManager();
	const messages = useMessages();
	const shown = useRef(0);
	useEffect(() => {
		for (const { kind, title, description } of messages.slice(shown.current)) {
			add({ title, description, type: kind, ...(kind === "failed" && { priority: "high", timeout: 10_000 }) });
		}
		shown.current = messages.length;
	}, [messages, add]);
	return toasts.map((toast) => (
		<Toast.Root
			key={toast.id}
			toast={toast}
			className="mt-2 rounded-xl border border-line bg-raised p-4 shadow-float transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0"
		>
			<Toast.Content className="flex items-start gap-3">
				{toast.type === "failed" ? (
					<CircleAlert className="mt-0.5 size-4.5 shrink-0 text-danger" aria-hidden="true" />
				) : (
					<CircleCheck className="mt-0.5 size-4.5 shrink-0 text-accent" aria-hidden="true" />
				)}
				<div className="min-w-0 flex-1">
					<Toast.Title className="font-medium text-sm" />
					<Toast.Description className="text-muted text-sm" />
				</div>
				{/* Base UI hides it from screen readers until the stack is pointed at; ours is a list, in sight as a whole. */}
				<Toast.Close aria-hidden={false} aria-label="Dismiss" className="rounded p-0.5 text-faint hover:text-ink">
					<X className="size-4" aria-hidden="true" />
				</Toast.Close>
			</Toast.Content>
		</Toast.Root>
	));
}
