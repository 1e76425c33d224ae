import type { Evidence } from "@/core/documents/common";
import { evidenceOf } from "@/core/metrics/quality-compile";
import classes from "./evidence-mark.module.css";

const WORDS: Record<Evidence, string> = {
  measured: "measured by its source",
  fitted: "read off a law fitted to measured points",
  interpolated: "computed between or beyond measured points",
  assumed: "assumed, for want of a measurement",
};

/** How well a figure is known, as a shape and a word: never by colour alone. */
export function EvidenceTag({ kind, count }: { kind: Evidence; count?: number }) {
  return (
    <span className={classes.tag} data-kind={kind} title={`${count === undefined ? "" : `${count} figures `}${WORDS[kind]}`}>
      <span className={classes.shape} aria-hidden />
      {kind}
      {count === undefined ? null : <span className={classes.count}>{count}</span>}
    </span>
  );
}

/** The evidence of figures that carry their own provenance. */
export function EvidenceMark({ figure }: { figure: { source?: string; evidence?: Evidence } }) {
  return <EvidenceTag kind={evidenceOf(figure)} />;
}

/** Only the shapes, for narrow places; the words are in the title and for screen readers. */
export function EvidenceDots({ kinds }: { kinds: readonly { kind: Evidence; figures: number }[] }) {
  const words = kinds.map(({ kind, figures }) => `${figures} ${kind}`).join(", ");
  return (
    <span className={classes.dots} title={words}>
      {kinds.map(({ kind }) => (
        <span key={kind} className={classes.tag} data-kind={kind} aria-hidden>
          <span className={classes.shape} />
        </span>
      ))}
      <span className="t-visually-hidden">{words}</span>
    </span>
  );
}
