/** Where `${…}` is looked up. `readFile` gives the text of a file, or throws an error that says why not. */
export type Sources = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readFile(path: string): string;
};

export type Interpolated = { readonly text: string; readonly faults: readonly string[] };

const reference = /\$\$\{|\$\{([^{}]*)\}|\$\{/g;
const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Puts in `${NAME}` from the environment and `${file:PATH}` from a file, whose last newline is dropped.
 * `$${` stands for a plain `${`. What is put in is not looked through again. Faults name the variable or
 * the path, never a value.
 */
export function interpolate(template: string, sources: Sources): Interpolated {
  const faults: string[] = [];
  const text = template.replaceAll(reference, (match, inner: string | undefined) => {
    if (match === '$${') return '${';
    const found = inner === undefined ? { fault: 'has a ${ that is not closed' } : lookUp(inner, sources);
    if ('text' in found) return found.text;
    faults.push(found.fault);
    return match;
  });
  return { text, faults };
}

function lookUp(inner: string, sources: Sources): { text: string } | { fault: string } {
  if (inner.startsWith('file:')) return readSecretFile(inner.slice('file:'.length).trim(), sources);
  if (!variableName.test(inner)) {
    return {
      fault: `has \${${inner.slice(0, 64)}}; accepted: \${NAME} from the environment, \${file:PATH} from a file, $\${ for a plain \${`,
    };
  }
  const text = sources.env[inner];
  return text === undefined ? { fault: `needs the environment variable ${inner}, which is not set` } : { text };
}

function readSecretFile(path: string, sources: Sources): { text: string } | { fault: string } {
  if (path === '') return { fault: 'has ${file:} without a path' };
  try {
    return { text: sources.readFile(path).replace(/\r?\n$/, '') };
  } catch (error) {
    return { fault: `needs the file ${path}: ${error instanceof Error ? error.message : String(error)}` };
  }
}
