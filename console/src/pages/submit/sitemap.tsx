import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useDo } from '../../server/queries.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Fault, Note } from '../../ui/notes.tsx';
import styles from './submit.module.css';

/** Adds the URLs of a sitemap, which the server fetches. */
export function Sitemap({ onRead }: { onRead(urls: readonly string[]): void }) {
  const { t } = useTranslation('submit');
  const [address, setAddress] = useState('');
  const { mutate, isPending, error, data } = useDo('ReadUcdnSitemap');
  const read = (event: FormEvent) => {
    event.preventDefault();
    if (address.trim() !== '') mutate({ Url: address.trim() }, { onSuccess: ({ UrlList }) => onRead(UrlList) });
  };
  return (
    <>
      <form className={styles.line} onSubmit={read}>
        <TextField
          label={t('sitemap')}
          hint={t('sitemapHint')}
          value={address}
          mono
          placeholder="https://www.example.com/sitemap.xml"
          onChange={(event) => setAddress(event.target.value)}
        />
        <Button type="submit" disabled={isPending || address.trim() === ''}>
          {t('readSitemap')}
        </Button>
      </form>
      {error !== null && <Fault error={error} />}
      {data !== undefined && (
        <Note kind={data.Complete ? 'plain' : 'warning'} title={t('sitemapRead', { count: data.UrlList.length })}>
          {!data.Complete && <p>{t('sitemapPart')}</p>}
          {data.SitemapList.filter(({ Fault: fault }) => fault !== undefined).map(({ Url, Fault: fault }) => (
            <p key={Url}>
              {Url}: {fault}
            </p>
          ))}
        </Note>
      )}
    </>
  );
}
