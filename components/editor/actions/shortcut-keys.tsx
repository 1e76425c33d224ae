import { keyNames } from "./action";
import classes from "./actions.module.css";

/** A shortcut as quiet text. */
export function ShortcutKeys({ keys }: { keys: string | undefined }) {
  if (!keys) return null;
  return (
    <span className={classes.keys}>
      {keyNames(keys).map((key) => (
        <kbd key={key} className={classes.key}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
