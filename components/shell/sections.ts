/** The sections that are finished enough to be reached from the bar. */
export const SECTIONS = [{ href: "/", label: "Pipelines" }] as const;
