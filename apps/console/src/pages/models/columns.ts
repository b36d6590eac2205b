/** How the list's rows and heads share the width. */
export const COLUMNS = "sm:grid sm:grid-cols-[minmax(0,1fr)_5rem_6rem_6rem_4rem] sm:items-center sm:gap-4";
