/** Settles as `promise` does, or rejects with what `fault` makes once `ms` have passed. The promise itself goes on. */
export async function within<T>(promise: Promise<T>, ms: number, fault: () => Error): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(fault()), ms);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
