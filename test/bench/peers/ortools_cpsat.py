"""OR-Tools CP-SAT on single questions: least cost under a latency and a quality target. One integer programme per question."""

import argparse
import json
import math
import sys
import time

from instance import MISSING, Instance, need

ortools = need("ortools")
import numpy as np  # noqa: E402
from ortools.sat.python import cp_model  # noqa: E402

# Resolution of the integers CP-SAT works on, as parts of the largest figure. With 10**9 it has called feasible questions infeasible.
PARTS = 10**7


def solve(instance, query, workers, limit):
    model = cp_model.CpModel()
    chosen = [[model.new_bool_var("") for _ in range(size)] for size in instance.sizes]
    for row in chosen:
        model.add_exactly_one(row)
    at = [
        [model.new_bool_var("") for _ in instance.tiers] if len(instance.tiers) > 1 else [model.new_constant(1)] for _ in instance.sizes
    ]
    if len(instance.tiers) > 1:
        for o, row in enumerate(chosen):
            for t in range(len(instance.tiers)):
                model.add(sum(x for x, tier in zip(row, instance.tier[o]) if tier == t) == at[o][t])
    for p, pool in enumerate(instance.pools):
        model.add(sum(int(instance.devices[o][k][p]) * x for o, row in enumerate(chosen) for k, x in enumerate(row)) <= int(instance.pools[pool]))
    costs = [c for row in instance.cost for c in row] + [c for _, _, cost, _ in instance.edges for c in cost.flat if c < MISSING]
    money = PARTS / max(1e-12, max(costs))
    clock = PARTS / max(1e-12, query["latencyMs"])
    total = [round(c * money) * x for row, figures in zip(chosen, instance.cost) for x, c in zip(row, figures)]
    end = [model.new_int_var(0, PARTS, "") for _ in instance.sizes]
    own = [sum(math.floor(v * clock) * x for v, x in zip(instance.latency[o], row)) for o, row in enumerate(chosen)]
    for o in range(len(instance.sizes)):
        model.add(end[o] >= own[o])
    for sender, receiver, cost, latency in instance.edges:
        rows = [model.new_constant(1)] if sender is None else at[sender]
        for a, row in enumerate(rows):
            for b, column in enumerate(at[receiver]):
                if cost[a][b] >= MISSING:
                    model.add_bool_or([row.negated(), column.negated()])
                    continue
                both = model.new_bool_var("")
                model.add_bool_or([row.negated(), column.negated(), both])
                if cost[a][b] > 0:
                    total.append(round(cost[a][b] * money) * both)
                before = 0 if sender is None else end[sender]
                model.add(end[receiver] >= before + own[receiver] + math.floor(latency[a][b] * clock)).only_enforce_if(both)
    if instance.combine == "minimum":
        for o, row in enumerate(chosen):
            for k, x in enumerate(row):
                if instance.quality[o][k] < query["quality"]:
                    model.add(x == 0)
    else:
        scale = PARTS
        loss = [math.floor(-math.log(max(q, 1e-12)) * scale) * x for o, row in enumerate(chosen) for q, x in zip(instance.quality[o], row)]
        model.add(sum(loss) <= math.ceil(-math.log(query["quality"]) * scale))
    model.minimize(sum(total))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.max_time_in_seconds = limit
    started = time.perf_counter()
    status = solver.solve(model)
    seconds = time.perf_counter() - started
    answer = {**query, "cost": None, "seconds": seconds, "proven": status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)}
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        choice = [next(k for k, x in enumerate(row) if solver.boolean_value(x)) for row in chosen]
        objectives, _ = instance.evaluate(np.array([choice]))
        answer.update(cost=float(objectives[0][0]), choice=choice)
    return answer


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("instance")
    arguments.add_argument("--seconds", type=float, default=60, help="limit of one question")
    arguments.add_argument("--workers", type=int, default=2)
    given = arguments.parse_args()
    instance = Instance(given.instance)
    if len(instance.scenarios) > 1:
        print("only one scenario is supported", file=sys.stderr)
        raise SystemExit(2)
    queries = [solve(instance, query, given.workers, given.seconds) for query in instance.raw.get("queries") or []]
    json.dump({"peer": "OR-Tools CP-SAT", "version": ortools.__version__, "instance": instance.raw.get("name"), "queries": queries}, sys.stdout)
    print()


if __name__ == "__main__":
    main()
