"""Selection problems as the benchmark writes them, evaluated for many plans at once.

One JSON file: { name, operators: [{ id, options: [{ cost, latencyMs, quality, tier?, devices?: { pool: n } }] }],
edges?: [{ from: index | null, to: index, transfers?: [{ from?, to, cost, latencyMs }] }], pools?: { pool: count },
quality?: "product" | "minimum", scenarios?: [{ probability, operators: [index] }], statistic?: "mean" | fraction,
reference: [cost, latencyMs, quality], queries?: [{ latencyMs, quality }] }.
Without `edges` the operators are a chain; with `transfers` on an edge, pairs of tiers that are not listed cannot be crossed.
"""

import bisect
import json
import sys

import numpy as np

MISSING = 1e30


class Instance:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            raw = json.load(file)
        self.raw = raw
        operators = raw["operators"]
        self.sizes = [len(o["options"]) for o in operators]
        self.cost = [np.array([p["cost"] for p in o["options"]], float) for o in operators]
        self.latency = [np.array([p["latencyMs"] for p in o["options"]], float) for o in operators]
        self.quality = [np.array([p["quality"] for p in o["options"]], float) for o in operators]
        self.pools = raw.get("pools") or {}
        self.devices = [
            np.array([[(p.get("devices") or {}).get(pool, 0) for pool in self.pools] for p in o["options"]], float).reshape(len(o["options"]), len(self.pools))
            for o in operators
        ]
        tiers = sorted({p.get("tier") or "" for o in operators for p in o["options"]})
        self.tier = [np.array([tiers.index(p.get("tier") or "") for p in o["options"]]) for o in operators]
        self.tiers = tiers
        chain = [{"from": i - 1 if i > 0 else None, "to": i} for i in range(len(operators))]
        self.edges = [self._edge(e) for e in (raw.get("edges") or chain)]
        everyone = [{"probability": 1, "operators": list(range(len(operators)))}]
        self.scenarios = raw.get("scenarios") or everyone
        self.statistic = raw.get("statistic")
        self.combine = raw.get("quality") or "product"
        self.reference = raw["reference"]
        lowest = [c.min() for c in self.cost]
        self.ideal = [float(sum(lowest)), 0.0, 1.0]

    def _edge(self, edge):
        """Cost and latency by (sender's tier, receiver's tier); an input is one row."""
        transfers = edge.get("transfers")
        rows = 1 if edge["from"] is None else len(self.tiers)
        cost = np.zeros((rows, len(self.tiers)))
        latency = np.zeros((rows, len(self.tiers)))
        if transfers is not None:
            cost[:] = MISSING
            latency[:] = MISSING
            for t in transfers:
                if t["to"] not in self.tiers or (edge["from"] is not None and t["from"] not in self.tiers):
                    continue
                at = (0 if edge["from"] is None else self.tiers.index(t["from"]), self.tiers.index(t["to"]))
                cost[at] = t["cost"]
                latency[at] = t["latencyMs"]
        return edge["from"], edge["to"], cost, latency

    def evaluate(self, choices):
        """Objectives [cost, latency, −quality] and total violation of many plans; `choices` is plans × operators."""
        choices = np.asarray(choices, int)
        count = len(choices)
        cost = sum(c[choices[:, o]] for o, c in enumerate(self.cost))
        used = sum(d[choices[:, o]] for o, d in enumerate(self.devices))
        counts = np.array([self.pools[p] for p in self.pools], float)
        violation = np.maximum(used - counts, 0).sum(axis=1) if len(counts) else np.zeros(count)
        tier = [t[choices[:, o]] for o, t in enumerate(self.tier)]
        transfer = []
        for sender, receiver, edge_cost, edge_latency in self.edges:
            row = np.zeros(count, int) if sender is None else tier[sender]
            price = edge_cost[row, tier[receiver]]
            crossed = price < MISSING
            violation = violation + ~crossed
            cost = cost + np.where(crossed, price, 0)
            transfer.append(np.where(crossed, edge_latency[row, tier[receiver]], 0))
        values, weights = [], []
        for scenario in self.scenarios:
            values.append(self._longest(choices, scenario["operators"], transfer))
            weights.append(scenario["probability"])
        latency = self._over(np.array(values), np.array(weights, float))
        stages = np.array([q[choices[:, o]] for o, q in enumerate(self.quality)])
        quality = sum(
            s["probability"] * (stages[s["operators"]].min(axis=0) if self.combine == "minimum" else stages[s["operators"]].prod(axis=0)) for s in self.scenarios
        )
        return np.column_stack([cost, latency, -quality]), violation

    def _longest(self, choices, active, transfer):
        active = set(active)
        ends = {}
        waiting = sorted(active)
        while waiting:
            for o in waiting:
                before = [(e, s) for e, (s, r, _, _) in enumerate(self.edges) if r == o and (s is None or s in active)]
                if any(s is not None and s not in ends for _, s in before):
                    continue
                start = np.zeros(len(choices))
                for e, s in before:
                    start = np.maximum(start, transfer[e] + (0 if s is None else ends[s]))
                ends[o] = start + self.latency[o][choices[:, o]]
                waiting.remove(o)
                break
            else:
                raise ValueError("the edges have a cycle")
        return np.max(list(ends.values()), axis=0)

    def _over(self, values, weights):
        if self.statistic is None:
            return values.max(axis=0)
        if self.statistic == "mean":
            return (values * weights[:, None]).sum(axis=0)
        order = np.argsort(values, axis=0)
        ranked = np.take_along_axis(values, order, axis=0)
        cumulative = np.cumsum(weights[order], axis=0)
        first = np.argmax(cumulative >= float(self.statistic) - 1e-12, axis=0)
        return ranked[first, np.arange(values.shape[1])]

    def normalised(self, objectives):
        """Cost, latency and quality loss as fractions of the way from the ideal corner to the reference corner."""
        objectives = np.asarray(objectives, float).reshape(-1, 3)
        worst_cost, worst_latency, worst_quality = self.reference
        return np.column_stack(
            [
                (objectives[:, 0] - self.ideal[0]) / (worst_cost - self.ideal[0]),
                objectives[:, 1] / worst_latency,
                (1 + objectives[:, 2]) / (1 - worst_quality),
            ]
        )

    def hypervolume(self, objectives):
        return hypervolume(self.normalised(objectives)) if len(objectives) else 0.0


def hypervolume(points):
    """Volume of the unit cube that the points (to be minimised) dominate: a sweep over the third axis with a staircase in the first two."""
    points = points[(points < 1).all(axis=1)]
    if len(points) == 0:
        return 0.0
    points = points[np.argsort(points[:, 2], kind="stable")]
    xs, ys = [], []  # staircase: xs ascending, ys descending
    area, volume, level = 0.0, 0.0, float(points[0, 2])
    for x, y, z in points.tolist():
        at = bisect.bisect_right(xs, x)
        if at > 0 and ys[at - 1] <= y:
            continue
        if xs and at > 0 and xs[at - 1] == x:
            at -= 1
        volume += area * (z - level)
        level = z
        end = at
        while end < len(xs) and ys[end] >= y:
            end += 1
        # What the new step adds: from its x to the next kept step, down from the old stairs to y.
        left, height = x, ys[at - 1] if at > 0 else 1.0
        for i in range(at, end):
            area += (xs[i] - left) * (height - y)
            left, height = xs[i], ys[i]
        right = xs[end] if end < len(xs) else 1.0
        area += (right - left) * (height - y)
        xs[at:end] = [x]
        ys[at:end] = [y]
    return volume + area * (1.0 - level)


def non_dominated(objectives):
    """The distinct non-dominated rows, sorted."""
    if len(objectives) == 0:
        return np.zeros((0, 3))
    rows = np.unique(np.asarray(objectives, float), axis=0)
    kept = []
    xs, ys = [], []
    # Sorted by the first objective; a staircase of the other two tells who is beaten.
    for row in rows:
        at = bisect.bisect_right(xs, row[1])
        if at > 0 and ys[at - 1] <= row[2]:
            continue
        kept.append(row)
        end = at
        while end < len(xs) and ys[end] >= row[2]:
            end += 1
        xs[at:end] = [row[1]]
        ys[at:end] = [row[2]]
    return np.array(kept)


CHECKPOINTS = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300)


def report(instance, peer, version, batches, seconds):
    """Prints the curve of hypervolume over time from timestamped batches of (seconds, objectives, violation); not part of the timed work."""
    curve, done, archive, evaluations = [], 0, np.zeros((0, 3)), 0
    for limit in [c for c in CHECKPOINTS if c < seconds] + [seconds]:
        fresh = []
        while done < len(batches) and batches[done][0] <= limit:
            _, objectives, violation = batches[done]
            fresh.append(objectives[violation <= 0])
            evaluations += len(objectives)
            done += 1
        if fresh:
            archive = non_dominated(np.vstack([archive, *fresh]))
        curve.append({"seconds": limit, "evaluations": evaluations, "hypervolume": instance.hypervolume(archive), "points": len(archive)})
    front = [[float(c), float(l), float(-q)] for c, l, q in archive]
    json.dump({"peer": peer, "version": version, "instance": instance.raw.get("name"), "seconds": seconds, "evaluations": evaluations, "curve": curve, "front": front}, sys.stdout)
    print()


def need(module):
    """Imports an optional package, or says so and ends with 3."""
    try:
        return __import__(module)
    except ImportError:
        print(f"the Python package `{module}` is not installed", file=sys.stderr)
        raise SystemExit(3) from None
