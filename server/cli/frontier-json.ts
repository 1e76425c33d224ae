import { inReadingOrder } from "../../core/documents/format";
import type { FrontierDocument } from "../../core/documents/frontier";

/** Pretty JSON in pieces, plan by plan, so that a frontier of any size can be written. */
export function* frontierJson(frontier: FrontierDocument): Generator<string> {
  const whole = inReadingOrder({ ...frontier, spec: { ...frontier.spec, plans: [] } }) as FrontierDocument;
  const text = JSON.stringify(whole, null, 2);
  const marker = '"plans": []';
  const at = text.lastIndexOf(`\n    ${marker}`) + 5;
  const { plans } = frontier.spec;
  yield text.slice(0, at);
  if (plans.length === 0) yield marker;
  else {
    yield '"plans": [';
    for (const [index, plan] of plans.entries()) {
      const single = inReadingOrder({ ...frontier, spec: { ...frontier.spec, excluded: undefined, plans: [plan] } }) as FrontierDocument;
      const lines = JSON.stringify(single.spec.plans[0], null, 2).replaceAll("\n", "\n      ");
      yield `${index === 0 ? "" : ","}\n      ${lines}`;
    }
    yield "\n    ]";
  }
  yield `${text.slice(at + marker.length)}\n`;
}
