/** Answers that came over one plain connection, in their order. */
export function answersIn(received: string): { head: string; json: Record<string, unknown> }[] {
  return received
    .split(/(?=HTTP\/1\.1 \d)/)
    .filter((part) => !part.startsWith('HTTP/1.1 100'))
    .map((part) => {
      const [head = '', body = '{}'] = part.split('\r\n\r\n');
      return { head, json: JSON.parse(body) };
    });
}

/** Whether an answer is there to its end, as far as JSON tells. */
export const hasBody = (received: string) => /\r\n\r\n.*\}/s.test(received);
