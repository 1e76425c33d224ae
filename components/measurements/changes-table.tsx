import { formatMs, formatNumber, NO_DATA_SHORT } from "@/components/ui/format";
import type { RouterOutputs } from "@/server/trpc/router";
import { LAW_TITLES } from "./law-panel";
import classes from "./measurements.module.css";

type Outcome = RouterOutputs["measurements"]["preview"]["outcomes"][number];
type Change = Outcome["changes"][number];

const WORDS: Record<Change["kind"], string> = { added: "new", changed: "changed", removed: "taken away", same: "as before" };

function figures(profile: Change["before"]): string {
  if (!profile) return NO_DATA_SHORT;
  const value = (times: typeof profile.latencyMs) => times && (times.mean ?? times.p50 ?? times.p95 ?? times.p90 ?? times.p99);
  if (profile.tpotMs) {
    const capacity = profile.capacityTokensPerSecond === undefined ? "" : ` · ${formatNumber(profile.capacityTokensPerSecond)} tokens/s`;
    return `${formatMs(value(profile.ttftMs))} + ${formatMs(value(profile.tpotMs))} per token${capacity}`;
  }
  return formatMs(value(profile.latencyMs));
}

const MOST_SHOWN = 60;

/** Operating points before and after an import, of one model or implementation. */
export function ChangesTable({ outcome }: { outcome: Outcome }) {
  const shown = outcome.changes.filter((change) => change.kind !== "same");
  const same = outcome.changes.length - shown.length;
  return (
    <div className={classes.changes} data-testid="import-changes">
      <h3 className={classes.sub}>
        {outcome.name}
        <span className={classes.dim}>
          {outcome.created ? ", taken over into this catalogue" : ""}
          {same > 0 ? `, ${same} unchanged` : ""}
          {outcome.tokens ? ", token counts replaced" : ""}
        </span>
      </h3>
      {shown.length > 0 ? (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Device</th>
              <th scope="col" className="t-num">
                Batch
              </th>
              <th scope="col" />
              <th scope="col" className="t-num">
                Before
              </th>
              <th scope="col" className="t-num">
                After
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.slice(0, MOST_SHOWN).map((change, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two points may agree in all that names them
              <tr key={index} data-change={change.kind}>
                <td>{change.devices > 1 ? `${change.devices} × ${change.device}` : change.device}</td>
                <td className="t-num">{change.batch}</td>
                <td>{WORDS[change.kind]}</td>
                <td className={`t-num ${classes.dim}`}>{figures(change.before)}</td>
                <td className="t-num">{figures(change.after)}</td>
              </tr>
            ))}
            {shown.length > MOST_SHOWN ? (
              <tr>
                <td colSpan={5} className={classes.dim}>
                  and {shown.length - MOST_SHOWN} more
                </td>
              </tr>
            ) : null}
          </tbody>
        </table>
      ) : (
        <p className={classes.dim}>Every figure is there already.</p>
      )}
      <FitLines outcome={outcome} />
    </div>
  );
}

function FitLines({ outcome }: { outcome: Outcome }) {
  if (outcome.laws.length === 0 && outcome.unfitted.length === 0)
    return <p className={classes.dim}>A law needs operating points at several loads or batch sizes.</p>;
  return (
    <ul className={classes.fits}>
      {outcome.laws.map((law) => (
        <li key={`${law.law} ${law.device} ${law.devices}`}>
          {LAW_TITLES[law.law]} on {law.devices > 1 ? `${law.devices} × ` : ""}
          {law.device}: fitted to {law.fit.samples} points, R² {law.fit.rSquared.toFixed(3)}
        </li>
      ))}
      {outcome.unfitted.map((series) => (
        <li key={`${series.law} ${series.device} ${series.devices}`} className={classes.dim}>
          {LAW_TITLES[series.law]} on {series.device}: no fit, {series.reason}
        </li>
      ))}
    </ul>
  );
}
