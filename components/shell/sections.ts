/** The sections that are finished enough to be reached from the bar. */
export const SECTIONS = [
  { href: "/", label: "Pipelines" },
  { href: "/catalogue", label: "Catalogue" },
  { href: "/infrastructure", label: "Infrastructure" },
  { href: "/workloads", label: "Workloads" },
] as const;
