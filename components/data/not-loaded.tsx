import { Button } from "@mantine/core";
import Link from "next/link";
import type { ReactNode } from "react";
import { EmptyState } from "../ui/state-view";
import { LoadError } from "./load-error";

interface NotLoadedProps {
  /** What the page is of: "catalogue". */
  what: string;
  /** Where all of them are. */
  all: { label: string; href: string };
  /** There is none under this address. */
  missing: boolean;
  query: { isError: boolean; error: { message: string } | null; refetch: () => unknown };
  /** While it is on its way. */
  children?: ReactNode;
}

/** In place of a page's document: that there is none, why it could not be loaded, or that it is on its way. */
export function NotLoaded({ what, all, missing, query, children }: NotLoadedProps) {
  if (missing) {
    return (
      <EmptyState
        title={`There is no such ${what}`}
        action={
          <Button component={Link} href={all.href}>
            {all.label}
          </Button>
        }
      >
        It may have been removed, or the address is not complete.
      </EmptyState>
    );
  }
  return query.isError ? <LoadError what={`The ${what}`} query={query} /> : children;
}
