"""pymoo's NSGA-II on a selection problem: hypervolume of everything it has seen, over time."""

import argparse
import time

from instance import Instance, need, report

pymoo = need("pymoo")
import numpy as np  # noqa: E402
from pymoo.algorithms.moo.nsga2 import NSGA2  # noqa: E402
from pymoo.core.mutation import Mutation  # noqa: E402
from pymoo.core.problem import Problem  # noqa: E402
from pymoo.operators.crossover.ux import UniformCrossover  # noqa: E402
from pymoo.operators.sampling.rnd import IntegerRandomSampling  # noqa: E402
from pymoo.core.termination import NoTermination  # noqa: E402


class Reset(Mutation):
    """Each choice is drawn anew with probability 1/operators: options have no order, so a step to a neighbour means nothing."""

    def __init__(self, sizes):
        super().__init__()
        self.sizes = np.array(sizes)
        self.draws = np.random.default_rng(0)

    def _do(self, problem, X, **kwargs):
        fresh = self.draws.integers(0, self.sizes, size=X.shape)
        return np.where(self.draws.random(X.shape) < 1 / X.shape[1], fresh, X)


class Selection(Problem):
    def __init__(self, instance, batches, start):
        super().__init__(n_var=len(instance.sizes), n_obj=3, n_ieq_constr=1, xl=0, xu=np.array(instance.sizes) - 1, vtype=int)
        self.instance, self.batches, self.start = instance, batches, start

    def _evaluate(self, X, out, *args, **kwargs):
        objectives, violation = self.instance.evaluate(X)
        out["F"], out["G"] = objectives, violation[:, None]
        self.batches.append((time.perf_counter() - self.start, objectives, violation))


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("instance")
    arguments.add_argument("--seconds", type=float, default=10)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--population", type=int, default=200)
    given = arguments.parse_args()
    instance = Instance(given.instance)
    batches = []
    start = time.perf_counter()
    mutation = Reset(instance.sizes)
    mutation.draws = np.random.default_rng(given.seed)
    algorithm = NSGA2(
        pop_size=given.population, sampling=IntegerRandomSampling(), crossover=UniformCrossover(), mutation=mutation, eliminate_duplicates=True
    )
    algorithm.setup(Selection(instance, batches, start), termination=NoTermination(), seed=given.seed, verbose=False)
    while time.perf_counter() - start < given.seconds and algorithm.has_next():
        algorithm.next()
    report(instance, "pymoo NSGA-II", pymoo.__version__, batches, given.seconds)


if __name__ == "__main__":
    main()
