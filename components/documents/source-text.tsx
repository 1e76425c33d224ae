import { IconExternalLink } from "@tabler/icons-react";
import { addressOfSource } from "./citations";
import classes from "./evidence-mark.module.css";

/** A citation, with a link to the work it names. */
export function SourceText({ source }: { source: string | undefined }) {
  if (source === undefined) return <span className={classes.none}>none: counts as assumed</span>;
  const address = addressOfSource(source);
  return (
    <span title={source}>
      {address ? (
        <a href={address} target="_blank" rel="noreferrer noopener" className={classes.source} aria-label={`Open the source: ${address}`}>
          <IconExternalLink size={12} stroke={1.6} aria-hidden />
        </a>
      ) : null}
      {source}
    </span>
  );
}
