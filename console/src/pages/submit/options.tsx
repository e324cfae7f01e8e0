import { useTranslation } from 'react-i18next';
import { CheckField, SelectField, TextField } from '../../ui/field.tsx';
import type { Action } from './lines.ts';
import type { Extras } from './order.ts';
import styles from './submit.module.css';

const layers = ['all', 'edge', 'mid'] as const;

export function Options({ action, value, onChange }: { action: Action; value: Extras; onChange(value: Extras): void }) {
  const { t } = useTranslation('submit');
  return (
    <>
      <div className={styles.pair} role="group" aria-label={t('options')}>
        <TextField
          label={t('priority')}
          hint={t('priorityHint')}
          type="number"
          min={0}
          max={9}
          step={1}
          value={value.priority}
          onChange={(event) => onChange({ ...value, priority: event.target.value })}
        />
        <SelectField
          label={t('layer')}
          value={value.layer}
          options={layers.map((layer) => ({ value: layer, label: t(`layers.${layer}`) }))}
          onChoose={(layer) => onChange({ ...value, layer })}
        />
        <TextField
          label={t('comment')}
          hint={t('commentHint')}
          maxLength={256}
          value={value.comment}
          onChange={(event) => onChange({ ...value, comment: event.target.value })}
        />
      </div>
      {action === 'prefetch' && <Manifests value={value} onChange={onChange} />}
    </>
  );
}

function Manifests({ value, onChange }: { value: Extras; onChange(value: Extras): void }) {
  const { t } = useTranslation('submit');
  return (
    <>
      <CheckField
        label={t('parseManifest')}
        isChecked={value.parseManifest}
        onChange={(parseManifest) => onChange({ ...value, parseManifest })}
      />
      {value.parseManifest && (
        <div className={styles.pair}>
          <TextField
            label={t('firstSeconds')}
            hint={t('firstSecondsHint')}
            type="number"
            min={1}
            value={value.firstSeconds}
            onChange={(event) => onChange({ ...value, firstSeconds: event.target.value })}
          />
          <TextField
            label={t('maxBitrate')}
            hint={t('maxBitrateHint')}
            type="number"
            min={1}
            value={value.maxBitrate}
            onChange={(event) => onChange({ ...value, maxBitrate: event.target.value })}
          />
        </div>
      )}
    </>
  );
}
