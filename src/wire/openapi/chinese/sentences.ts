/** English as the schemas have it → Chinese. */
export type Sentences = Readonly<Record<string, string>>;
