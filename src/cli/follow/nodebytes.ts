import type { Client } from '../../client/client.ts';

/**
 * Body bytes that came through some nodes since the first look, whoever asked for them: the API counts bytes per node,
 * not per task. Stops telling when the key may not ask, or the server does not answer: a bar is no reason to fail.
 */
export class NodeBytes {
  readonly #client: Client;
  readonly #seen = new Map<string, number>();
  #bytes = 0;
  #looks = 0;
  #refused = false;

  constructor(client: Client) {
    this.#client = client;
  }

  async look(nodes: ReadonlySet<string>, signal: AbortSignal): Promise<number | undefined> {
    if (this.#refused) return undefined;
    try {
      const { NodeList } = await this.#client.call('DescribeUcdnNode', {}, { signal });
      for (const { Name, Bytes } of NodeList) if (nodes.has(Name)) this.#count(Name, Number(Bytes));
    } catch {
      this.#refused = true;
      return undefined;
    }
    this.#looks += 1;
    return this.#looks < 2 ? undefined : this.#bytes;
  }

  #count(node: string, bytes: number): void {
    const before = this.#seen.get(node);
    this.#seen.set(node, bytes);
    // An engine that was started anew counts from nothing again.
    if (before !== undefined) this.#bytes += bytes >= before ? bytes - before : bytes;
  }
}
