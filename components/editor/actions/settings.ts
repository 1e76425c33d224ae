/** A field of the inspector, or a part of it, that the palette leads to by its name there. */
export const PIPELINE_SETTINGS = ["Targets", "Rate", "Users at", "Quality", "Title", "Description"] as const;
export const OPERATOR_SETTINGS = [
  "Task",
  "Candidates",
  "Placement",
  "Iterations, mean",
  "Iterations, at most",
  "Copies per request",
  "Replicas, at least",
  "Targets on this operator",
  "Alternatives",
] as const;

/** After the palette has given the focus back. */
const AFTER_MS = 120;
/** The inspector may have to be loaded first. */
const FRAMES = 60;
const NAMES = "label, h3, fieldset > span";
const CONTROLS = "input, select, textarea, button";

/** Leads eye and keyboard to the field of the inspector with this name; `press` presses the button it is led to. */
export function goToSetting(name: string, press = false): void {
  let frames = 0;
  const look = () => {
    const inspector = document.querySelector('[data-testid="inspector"]');
    const label = [...(inspector?.querySelectorAll<HTMLElement>(NAMES) ?? [])].find((element) => element.textContent?.startsWith(name));
    const control =
      label instanceof HTMLLabelElement && label.control ? label.control : label?.closest("section, fieldset")?.querySelector<HTMLElement>(CONTROLS);
    if (!label || !control) {
      if (frames++ < FRAMES) requestAnimationFrame(look);
      return;
    }
    label.scrollIntoView({ block: "center" });
    control.focus({ preventScroll: true });
    if (press) control.click();
    else if (control instanceof HTMLInputElement) control.select();
  };
  setTimeout(look, AFTER_MS);
}

/** Presses a button of the page that an action stands for. */
export function press(selector: string): void {
  // not while the palette, which gives the focus back, is still there
  setTimeout(() => document.querySelector<HTMLElement>(selector)?.click(), AFTER_MS);
}
