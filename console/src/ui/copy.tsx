import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { buttonClass } from './button.tsx';
import { CheckIcon, CopyIcon } from './icons.tsx';

const shownMs = 1500;

/** Copies a text, whole, once it is pressed. `label` names what, if it is not plain from where the button stands. */
export function CopyButton({
  text,
  label,
  className,
  children,
}: {
  text: string | (() => string);
  label?: string;
  className?: string | undefined;
  children?: React.ReactNode;
}) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), shownMs);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    await navigator.clipboard.writeText(typeof text === 'string' ? text : text());
    setCopied(true);
  };
  const name = copied ? t('copied') : (label ?? t('copy'));
  return (
    <button
      type="button"
      className={buttonClass(children === undefined ? { look: 'quiet', size: 'small' } : {}, className)}
      title={name}
      {...(children === undefined && { 'aria-label': name })}
      onClick={(event) => {
        event.stopPropagation();
        void copy();
      }}
    >
      {copied ? <CheckIcon /> : <CopyIcon />}
      {children}
    </button>
  );
}
