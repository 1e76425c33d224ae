import { Fragment } from "react";
import classes from "./editor-shell.module.css";

/** A message of the checker as a sentence: the first letter large, names in code type. */
export function ProblemText({ text }: { text: string }) {
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  let at = 0;
  const parts = sentence.split("`").map((part, index) => {
    const key = `at-${at}`;
    at += part.length + 1;
    return { key, part, isName: index % 2 === 1 };
  });
  return (
    <>
      {parts.map(({ key, part, isName }) =>
        isName ? (
          <code key={key} className={classes.code}>
            {part}
          </code>
        ) : (
          <Fragment key={key}>{part}</Fragment>
        ),
      )}
    </>
  );
}

/** The same for places that take only text. */
export function problemSentence(text: string): string {
  const plain = text.replace(/`([^`]*)`/g, "“$1”");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
