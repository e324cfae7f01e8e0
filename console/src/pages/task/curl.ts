/**
 * A piece of shell that asks for a task. Neither key is in it, nor anything made with one: both are read from the environment,
 * and the signature is made where it runs.
 */
export function curlOfTask({ endpoint, taskId, projectId }: { endpoint: string; taskId: string; projectId: string | undefined }): string {
  const project = projectId === undefined ? '' : `ProjectId${inDoubleQuotes(projectId)}`;
  return [
    '# FOREWARM_PUBLIC_KEY and FOREWARM_PRIVATE_KEY are read from the environment.',
    `SIG=$(printf '%s' "ActionDescribeUcdnTaskSummary${project}PublicKey\${FOREWARM_PUBLIC_KEY}TaskId.0${inDoubleQuotes(taskId)}\${FOREWARM_PRIVATE_KEY}" | sha1sum | cut -d' ' -f1)`,
    `curl -sS ${quoted(`${endpoint}/`)} \\`,
    '  --data-urlencode Action=DescribeUcdnTaskSummary \\',
    '  --data-urlencode "PublicKey=${FOREWARM_PUBLIC_KEY}" \\',
    ...(projectId === undefined ? [] : [`  --data-urlencode ${quoted(`ProjectId=${projectId}`)} \\`]),
    `  --data-urlencode ${quoted(`TaskId.0=${taskId}`)} \\`,
    '  --data-urlencode "Signature=${SIG}"',
    '',
  ].join('\n');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function inDoubleQuotes(text: string): string {
  return text.replaceAll(/[\\"$`]/g, String.raw`\$&`);
}
