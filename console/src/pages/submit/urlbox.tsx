import { useRef, useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { TextArea } from '../../ui/field.tsx';
import styles from './submit.module.css';

/** Where URLs are pasted, or dropped as a file. */
export function UrlBox({ text, onChange }: { text: string; onChange(text: string): void }) {
  const { t } = useTranslation('submit');
  const [isOver, setOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const add = async (file: File | undefined) => {
    if (file === undefined) return;
    const lines = await file.text();
    onChange(text.trim() === '' ? lines : `${text.trimEnd()}\n${lines}`);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void add(event.dataTransfer.files[0]);
  };
  return (
    <>
      <div
        className={styles.drop}
        data-over={isOver}
        data-label={t('drop')}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <TextArea
          label={t('urls')}
          hint={t('urlsHint')}
          value={text}
          mono
          spellCheck={false}
          placeholder={'https://cdn.example.com/film/segment-1.ts\nhttps://cdn.example.com/film/segment-2.ts'}
          data-search
          onChange={(event) => onChange(event.target.value)}
        />
      </div>
      <div className={styles.actions}>
        <input
          ref={chooser}
          type="file"
          accept=".txt,.csv,text/plain"
          hidden
          onChange={(event) => {
            void add(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
        <Button size="small" onClick={() => chooser.current?.click()}>
          {t('chooseFile')}
        </Button>
        <Button size="small" look="quiet" disabled={text === ''} onClick={() => onChange('')}>
          {t('clear')}
        </Button>
      </div>
    </>
  );
}
