import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { AnswerUnreadable, ServerUnreachable } from '../../../../src/client/index.ts';
import { readDocument, type ApiDocument } from './document.ts';

/** The server's own description of its API, in the language of the page. */
export function useDocument() {
  const { i18n } = useTranslation();
  const language = i18n.language === 'zh-CN' ? 'zh-CN' : 'en';
  return useQuery<ApiDocument>({ queryKey: ['openapi.json', language], queryFn: () => fetchDocument(language), staleTime: 300_000 });
}

async function fetchDocument(language: string): Promise<ApiDocument> {
  const url = `${location.origin}/openapi.json?lang=${language}`;
  const response = await fetch(url, { credentials: 'omit' }).catch((cause: unknown) => {
    throw new ServerUnreachable(`${url} can't be reached`, { isTimeout: false, cause });
  });
  const json: unknown = await response.json().catch(() => undefined);
  try {
    return readDocument(json);
  } catch (cause) {
    throw new AnswerUnreadable(`${url} is no OpenAPI document of forewarm`, { httpStatus: response.status, cause });
  }
}
