"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { ColorSchemeToggle } from "./color-scheme-toggle";
import { Logo } from "./logo";
import { SECTIONS } from "./sections";
import classes from "./top-bar.module.css";

interface TopBarProps {
  /** Name of what is open, with its state; replaces the section links. */
  title?: ReactNode;
  /** Selectors of the open thing. */
  centre?: ReactNode;
  /** Buttons at the right end, before the theme switch. */
  actions?: ReactNode;
}

/** The bar every page starts with. A page about one thing gives `title`, `centre` and `actions`. */
export function TopBar({ title, centre, actions }: TopBarProps) {
  const pathname = usePathname();
  return (
    <header className={classes.bar}>
      <a href="#main" className={classes.skip}>
        Skip to content
      </a>
      <Link href="/" prefetch={title === undefined ? null : false} className={classes.brand} aria-label="Trilemma, all pipelines">
        <Logo />
        <span className={classes.brandName} data-compact={title !== undefined || undefined}>
          Trilemma
        </span>
      </Link>
      {title !== undefined ? (
        <>
          <span className={classes.slash} aria-hidden>
            /
          </span>
          <div className={classes.title}>{title}</div>
        </>
      ) : (
        <nav className={classes.nav} aria-label="Sections">
          {SECTIONS.map((section) => {
            const active = section.href === "/" ? pathname === "/" : pathname.startsWith(section.href);
            return (
              <Link key={section.href} href={section.href} className={classes.link} aria-current={active ? "page" : undefined}>
                {section.label}
              </Link>
            );
          })}
        </nav>
      )}
      {centre ? <div className={classes.centre}>{centre}</div> : <div className={classes.spacer} />}
      <div className={classes.actions}>
        {actions}
        <ColorSchemeToggle />
      </div>
    </header>
  );
}
