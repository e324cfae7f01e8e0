/** What is due first comes first; O(log n) in and out. */
export class DueHeap<T extends { readonly dueMs: number }> {
  #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = items[parentAt];
      if (parent === undefined || parent.dueMs <= item.dueMs) break;
      items[at] = parent;
      at = parentAt;
    }
    items[at] = item;
  }

  pop(): T | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (first === undefined || last === undefined || items.length === 0) return first;
    let at = 0;
    for (;;) {
      const leftAt = 2 * at + 1;
      const left = items[leftAt];
      if (left === undefined) break;
      const right = items[leftAt + 1];
      const [childAt, child] = right !== undefined && right.dueMs < left.dueMs ? [leftAt + 1, right] : [leftAt, left];
      if (child.dueMs >= last.dueMs) break;
      items[at] = child;
      at = childAt;
    }
    items[at] = last;
    return first;
  }

  /** Takes out all that `match`, in no order: O(n). */
  extract(match: (item: T) => boolean): T[] {
    const taken: T[] = [];
    const kept: T[] = [];
    for (const item of this.#items) (match(item) ? taken : kept).push(item);
    this.#items = [];
    for (const item of kept) this.push(item);
    return taken;
  }
}
