/** A directed edge between two ids. */
export interface Arrow {
  from: string;
  to: string;
}

/** Neighbours of every node, in the order of the edges. Edges with an end that is not a node are left out. */
export interface Adjacency {
  successors: ReadonlyMap<string, readonly string[]>;
  predecessors: ReadonlyMap<string, readonly string[]>;
}

export function adjacencyOf(nodes: Iterable<string>, edges: readonly Arrow[]): Adjacency {
  const successors = new Map<string, string[]>();
  const predecessors = new Map<string, string[]>();
  for (const node of nodes) {
    successors.set(node, []);
    predecessors.set(node, []);
  }
  for (const { from, to } of edges) {
    if (!successors.has(from) || !predecessors.has(to)) continue;
    successors.get(from)?.push(to);
    predecessors.get(to)?.push(from);
  }
  return { successors, predecessors };
}

/**
 * Nodes so that every edge leads forward (Kahn, CACM 1962), keeping the given order where it can; undefined when there is a cycle.
 * O(nodes + edges), with a heap of positions for the order.
 */
export function topologicalOrder(nodes: readonly string[], edges: readonly Arrow[]): string[] | undefined {
  const { successors, predecessors } = adjacencyOf(nodes, edges);
  const waiting = new Map(nodes.map((node) => [node, predecessors.get(node)?.length ?? 0]));
  const position = new Map(nodes.map((node, index) => [node, index]));
  const ready = new MinHeap();
  nodes.forEach((node, index) => {
    if (waiting.get(node) === 0) ready.push(index);
  });
  const order: string[] = [];
  for (let index = ready.pop(); index !== undefined; index = ready.pop()) {
    const node = nodes[index] as string;
    order.push(node);
    for (const next of successors.get(node) ?? []) {
      const left = (waiting.get(next) ?? 0) - 1;
      waiting.set(next, left);
      if (left === 0) ready.push(position.get(next) ?? 0);
    }
  }
  return order.length === nodes.length ? order : undefined;
}

class MinHeap {
  private readonly items: number[] = [];

  push(value: number): void {
    const { items } = this;
    let child = items.push(value) - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if ((items[parent] as number) <= value) break;
      items[child] = items[parent] as number;
      child = parent;
    }
    items[child] = value;
  }

  pop(): number | undefined {
    const { items } = this;
    const top = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) return top;
    let parent = 0;
    for (;;) {
      let child = 2 * parent + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && (items[child + 1] as number) < (items[child] as number)) child++;
      if ((items[child] as number) >= last) break;
      items[parent] = items[child] as number;
      parent = child;
    }
    items[parent] = last;
    return top;
  }
}

/** One cycle as the ids along it (the first is not repeated at the end), or undefined. Depth-first with a stack of its own. */
export function findCycle(nodes: readonly string[], edges: readonly Arrow[]): string[] | undefined {
  const { successors } = adjacencyOf(nodes, edges);
  const state = new Map<string, "open" | "done">();
  for (const root of nodes) {
    if (state.has(root)) continue;
    const path: { node: string; next: number }[] = [{ node: root, next: 0 }];
    state.set(root, "open");
    while (path.length > 0) {
      const top = path[path.length - 1] as { node: string; next: number };
      const child = successors.get(top.node)?.[top.next++];
      if (child === undefined) {
        state.set(top.node, "done");
        path.pop();
      } else if (state.get(child) === "open") {
        return path.slice(path.findIndex((entry) => entry.node === child)).map((entry) => entry.node);
      } else if (!state.has(child)) {
        state.set(child, "open");
        path.push({ node: child, next: 0 });
      }
    }
  }
  return undefined;
}

/** Everything that can be reached from the starts along `next` (successors or predecessors), the starts included. */
export function reachableFrom(starts: Iterable<string>, next: ReadonlyMap<string, readonly string[]>): Set<string> {
  const seen = new Set<string>(starts);
  const stack = [...seen];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (const other of next.get(node) ?? []) {
      if (seen.has(other)) continue;
      seen.add(other);
      stack.push(other);
    }
  }
  return seen;
}

/** The nodes on any path from one node to another, both included; empty when there is no path. */
export function nodesBetween(from: string, to: string, adjacency: Adjacency): Set<string> {
  const after = reachableFrom([from], adjacency.successors);
  if (!after.has(to)) return new Set();
  const before = reachableFrom([to], adjacency.predecessors);
  return new Set([...after].filter((node) => before.has(node)));
}
