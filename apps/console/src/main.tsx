import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { makeQueryClient } from "./api/query-client.ts";
import { sessionQuery } from "./api/session.ts";
import { makeRouter } from "./router.tsx";
import "./theme/theme.css";

const queries = makeQueryClient(() => {
	// A wrong password is no end of a session: there was none.
	if (!queries.getQueryData(sessionQuery.queryKey)) return;
	queries.setQueryData(sessionQuery.queryKey, null);
	void router.invalidate();
});
const router = makeRouter(queries);
const container = document.getElementById("root");
if (container === null) throw new Error("the page has no #root");

// A page that comes back as it was left may show what whoever left it saw, and they may have signed out since.
addEventListener("pageshow", (event) => {
	if (event.persisted) location.reload();
});

createRoot(container).render(
	<StrictMode>
		<CSPProvider disableStyleElements>
			<QueryClientProvider client={queries}>
				<RouterProvider router={router} />
			</QueryClientProvider>
		</CSPProvider>
	</StrictMode>,
);
