/** Where something stands in a configuration file; lines and columns count from 1. */
export type Place = { readonly file: string; readonly line: number; readonly column: number };

/** One thing that is wrong (or, as a warning, has no effect). `message` never holds a secret. */
export type Fault = {
  readonly file: string;
  /** Absent when the whole file is meant: it can't be read, say. */
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
};

export function faultAt(place: Place, message: string): Fault {
  return { ...place, message };
}

/** `forewarm.yaml:12:5: message`, as compilers and editors write it. */
export function formatFault(fault: Fault): string {
  const place = [fault.file, fault.line, fault.column].filter((part) => part !== undefined).join(':');
  return `${place}: ${fault.message}`;
}

/** By place, the files in their own order, each fault once: one in `nodeDefaults` would otherwise be told for every node. */
export function inOrder(faults: readonly Fault[], files: readonly string[]): Fault[] {
  const seen = new Map(faults.map((fault) => [formatFault(fault), fault]));
  return [...seen.values()].sort(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
}
