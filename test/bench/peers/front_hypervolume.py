"""Hypervolume of a given front ([[cost, latencyMs, quality], ...] as JSON) on the scale that the peers are measured on."""

import json
import sys

import numpy as np
from instance import Instance, non_dominated


def main():
    instance = Instance(sys.argv[1])
    with open(sys.argv[2], encoding="utf-8") as file:
        front = np.array(json.load(file), float).reshape(-1, 3) * [1, 1, -1]
    json.dump({"hypervolume": instance.hypervolume(non_dominated(front)), "points": len(front)}, sys.stdout)
    print()


if __name__ == "__main__":
    main()
