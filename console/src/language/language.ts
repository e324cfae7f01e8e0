import i18next from 'i18next';
import toBackend from 'i18next-resources-to-backend';
import { initReactI18next } from 'react-i18next';

export const languages = ['en', 'zh-CN'] as const;
export type Language = (typeof languages)[number];

/** A file of words for each page and language, loaded with the page: `pages/PAGE/words.LANGUAGE.ts`. */
const files = import.meta.glob<{ default: object }>(['../pages/*/words.*.ts', './words.*.ts']);

export async function startLanguages(): Promise<void> {
  await i18next
    .use(
      toBackend(async (language: string, page: string) => {
        const path = page === 'common' ? `./words.${language}.ts` : `../pages/${page}/words.${language}.ts`;
        const load = files[path];
        if (load === undefined) throw new Error(`no words for ${page} in ${language}`);
        return (await load()).default;
      }),
    )
    .use(initReactI18next)
    .init({
      lng: preferredLanguage(),
      supportedLngs: [...languages],
      fallbackLng: false,
      ns: ['common'],
      defaultNS: 'common',
      interpolation: { escapeValue: false },
      returnNull: false,
    });
  document.documentElement.lang = i18next.language;
}

/** By `?lang=`, by the last choice on this browser, by the browser's languages. */
function preferredLanguage(): Language {
  const asked = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem('forewarm.language');
  const wanted = asked === null ? navigator.languages : [asked, ...navigator.languages];
  for (const name of wanted) {
    const found = languageOf(name);
    if (found !== undefined) return found;
  }
  return 'en';
}

function languageOf(name: string): Language | undefined {
  const lower = name.toLowerCase();
  if (lower.startsWith('zh')) return 'zh-CN';
  return lower.startsWith('en') ? 'en' : undefined;
}

/** Kept on this browser, and told by the page's own language to screen readers. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem('forewarm.language', language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
