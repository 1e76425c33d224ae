"""Optuna (TPE or NSGA-II) on a selection problem: hypervolume of everything it has seen, over time."""

import argparse
import time
import warnings

from instance import Instance, need, report

optuna = need("optuna")
import numpy as np  # noqa: E402


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("instance")
    arguments.add_argument("--sampler", choices=["tpe", "nsga2"], default="tpe")
    arguments.add_argument("--seconds", type=float, default=10)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    warnings.filterwarnings("ignore")
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    instance = Instance(given.instance)
    batches = []

    def objective(trial):
        choice = [trial.suggest_categorical(f"o{o}", range(size)) for o, size in enumerate(instance.sizes)]
        objectives, violation = instance.evaluate(np.array([choice]))
        trial.set_user_attr("violation", float(violation[0]))
        batches.append((time.perf_counter() - start, objectives, violation))
        return tuple(objectives[0])

    def constraints(trial):
        return (trial.user_attrs["violation"],)

    limited = constraints if instance.pools or any("transfers" in e for e in instance.raw.get("edges") or []) else None
    sampler = {
        "tpe": lambda: optuna.samplers.TPESampler(seed=given.seed, multivariate=True, constraints_func=limited),
        "nsga2": lambda: optuna.samplers.NSGAIISampler(seed=given.seed, population_size=100, constraints_func=limited),
    }[given.sampler]()
    start = time.perf_counter()
    optuna.create_study(directions=["minimize"] * 3, sampler=sampler).optimize(objective, timeout=given.seconds)
    report(instance, {"tpe": "Optuna TPE", "nsga2": "Optuna NSGA-II"}[given.sampler], optuna.__version__, batches, given.seconds)


if __name__ == "__main__":
    main()
