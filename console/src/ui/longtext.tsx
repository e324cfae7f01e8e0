import { shortenMiddle, visible } from '../format/shorten.ts';
import { CopyButton } from './copy.tsx';
import styles from './longtext.module.css';

/** Longest text that is put in the page for a row: what is hovered or copied is whole. */
const maxShown = 400;
const maxTitle = 4000;
/** So much of the end stays when the middle goes: of a URL the file's name, of an id the part in which ids differ. */
const tailOf = (length: number) => (length > 36 ? 18 : length > 16 ? 6 : 0);

/** A URL, id or other exact text on one line, cut in its middle where room is short; whole on hover and by the copy button. */
export function LongText({ text, copy = true }: { text: string; copy?: boolean }) {
  // Cut first: what is 64 KB long costs no more than what is short.
  const known = visible(shortenMiddle(text, maxTitle));
  const shown = shortenMiddle(known, maxShown);
  const cut = shown.length - tailOf(shown.length);
  return (
    <span className={styles.long} title={shortenMiddle(known, maxTitle)}>
      <bdi
        className={styles.text}
        // Whoever marks all that is shown of it means all of it.
        onCopy={(event) => {
          if ((getSelection()?.toString().replaceAll('\n', '') ?? '') !== shown) return;
          event.clipboardData.setData('text/plain', text);
          event.preventDefault();
        }}
      >
        <span className={styles.head}>{shown.slice(0, cut)}</span>
        {cut < shown.length && <span className={styles.tail}>{shown.slice(cut)}</span>}
      </bdi>
      {copy && <CopyButton text={text} className={styles.copy} />}
    </span>
  );
}
