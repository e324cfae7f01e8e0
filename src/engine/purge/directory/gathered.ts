/**
 * Work that costs the same for one as for many, such as reading a folder: what is asked for while it runs is
 * done together, in one further go.
 */
export class Gathered<In, Out> {
  readonly #work: (all: readonly In[]) => Promise<Out>;
  #next: { readonly all: In[]; readonly done: Promise<Out> } | undefined;
  #running: Promise<unknown> = Promise.resolve();

  constructor(work: (all: readonly In[]) => Promise<Out>) {
    this.#work = work;
  }

  /** Resolves when a go that began after this call has ended. */
  do(one: In): Promise<Out> {
    if (this.#next !== undefined) {
      this.#next.all.push(one);
      return this.#next.done;
    }
    const all = [one];
    const done = this.#running.then(() => {
      this.#next = undefined;
      return this.#work(all);
    });
    this.#next = { all, done };
    this.#running = done.catch(() => undefined);
    return done;
  }
}
