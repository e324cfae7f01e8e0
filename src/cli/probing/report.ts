import type { Conclusion, Findings, Gone, Look } from '../../probe/findings.ts';
import { widthOf, type Io } from '../io.ts';
import { marksFor, paintMark, type Mark } from '../screen/marks.ts';
import { counted, shownBytes, shownCount } from '../screen/quantities.ts';
import { styleOf } from '../screen/style.ts';
import { tableLines } from '../screen/table.ts';
import { printable, wrapped } from '../screen/text.ts';
import { nodeLines } from './nodelines.ts';

/** A line with its mark: `label` in a column of its own, then what is to be said of it. */
type Item = { readonly mark: Mark; readonly label: string; readonly text: string };

const labelColumns = 17;
const widest = 80;

/** What was found out, in sections, for a person. */
export function reportLines(address: string, url: string, findings: Findings, io: Io): string[] {
  const style = styleOf(io.stdout, io.env);
  const marks = marksFor(io.env);
  const width = Math.max(40, Math.min(widest, widthOf(io.stdout, io.env)));
  const drawn = ({ mark, label, text }: Item): string[] => {
    const [first = '', ...others] = wrapped(printable(text), width - labelColumns - 4);
    const indent = ' '.repeat(labelColumns + 4);
    return [`  ${paintMark(mark, style)(marks[mark])} ${label.padEnd(labelColumns)}${first}`, ...others.map((line) => indent + line)];
  };
  const section = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', style.bold(title), ...lines]);
  const advice = findings.advice.flatMap((sentence) => {
    const [first = '', ...others] = wrapped(printable(sentence), width - 4);
    return [`  ${style.cyan(marks.arrow)} ${first}`, ...others.map((line) => `    ${line}`)];
  });
  return [
    `${style.bold(printable(url))} at ${printable(address)}`,
    ...section('Connection', connection(findings).flatMap(drawn)),
    ...section('Cache', cache(findings).flatMap(drawn)),
    ...section('Object', [...object(findings).flatMap(drawn), ...looks(findings, width)]),
    ...section('Questions it answers', questions(findings).flatMap(drawn)),
    ...section('Purge', purge(findings).flatMap(drawn)),
    ...section(
      'For forewarm.yaml',
      nodeLines(findings.entry).map((line) => `  ${line}`),
    ),
    ...section('To make more of it', advice),
    '',
    ...wrapped(requests(findings), width).map(style.dim),
  ];
}

function connection({ reach: { httpVersion, firstByteMs, tls, isForwarded, sharesSchemes } }: Findings): Item[] {
  const scheme = tls === undefined ? 'http' : 'https';
  const other = tls === undefined ? 'https' : 'http';
  const items: Item[] = [{ mark: 'good', label: scheme, text: `HTTP/${httpVersion}, first byte after ${shownCount(firstByteMs)} ms` }];
  if (tls !== undefined) {
    const names = `${tls.names.slice(0, 4).join(', ')}${tls.names.length > 4 ? ', …' : ''}`;
    const trust = tls.isTrusted ? 'trusted' : `not trusted: ${tls.distrust ?? ''}`;
    items.push({
      mark: tls.isTrusted ? 'good' : 'bad',
      label: 'certificate',
      text: `${trust}; for ${names}, by ${tls.issuer}, until ${tls.validTo}`,
    });
    items.push({
      mark: 'note',
      label: 'TLS',
      text: `${tls.protocol}${tls.offersHttp2 ? ', HTTP/2 offered; forewarm speaks HTTP/1.1' : ''}`,
    });
  }
  if (isForwarded) items.push({ mark: 'note', label: `${other} URLs`, text: 'asked here with X-Forwarded-Proto, as sharedSchemes does' });
  else if (sharesSchemes === true)
    items.push({ mark: 'good', label: `${other} URLs`, text: 'the same object here, if TLS ends before it: sharedSchemes: true' });
  else items.push({ mark: 'note', label: `${other} URLs`, text: `not tried: they need an ${other}:// address, which can be probed too` });
  return items;
}

function cache({ cache: { name, signs } }: Findings): Item[] {
  const said = signs.map((sign) => sign.said.slice(0, 200)).join('; ');
  if (name !== undefined) return [{ mark: 'good', label: titles[name], text: said }];
  if (signs.length === 0)
    return [{ mark: 'unsure', label: 'none shows', text: 'no Server, Via or X-Varnish of a cache that forewarm knows' }];
  return [{ mark: 'unsure', label: 'several show', text: `${said}; the nearest one is meant by cache:` }];
}

const titles = { nginx: 'nginx', varnish: 'Varnish', trafficserver: 'Traffic Server', squid: 'Squid' } as const;

const conclusions: Readonly<Record<Conclusion['inCache'], { readonly mark: Mark; readonly label: string }>> = {
  proven: { mark: 'good', label: 'in the cache' },
  likely: { mark: 'good', label: 'stored, likely' },
  no: { mark: 'bad', label: 'not in the cache' },
  unknown: { mark: 'unsure', label: 'can’t be told' },
};

function object({ object: { rules, first, second, wasStored }, conclusion }: Findings): Item[] {
  const items: Item[] = [{ ...conclusions[conclusion.inCache], text: conclusion.because }];
  if (!conclusion.because.includes(rules.because)) {
    const mark = { 'hit-proven': 'good', 'stored-likely': 'good', uncacheable: 'bad', unknown: 'unsure' } as const;
    items.push({ mark: mark[rules.verdict], label: 'by its rules', text: rules.because });
  }
  if (wasStored === true) items.push({ mark: 'note', label: 'before', text: 'it was in the cache already' });
  const { body, status } = first.answer;
  if (body === 'left') items.push({ mark: 'note', label: 'body', text: 'not read: it is larger than 64 MB. --large reads it' });
  if (status >= 300 && status < 400) items.push({ mark: 'note', label: 'redirect', text: 'not followed' });
  if (second !== undefined && second.answer.body === 'cut') items.push({ mark: 'bad', label: 'body', text: 'cut off the second time' });
  return items;
}

function looks({ object: { first, second } }: Findings, width: number): string[] {
  const rows = [first, ...(second === undefined ? [] : [second])].map(rowOf);
  const columns = [{ title: '' }, { title: '', align: 'right' }, { title: '', align: 'right' }, { title: '', shrinkTo: 12 }] as const;
  return tableLines(columns, rows, width - labelColumns - 4)
    .slice(1)
    .map((line, index) => `    ${(index === 0 ? 'first GET' : 'second GET').padEnd(labelColumns)}${line}`);
}

function rowOf({ answer, word }: Look): string[] {
  const size = answer.body === 'left' ? 'left' : shownBytes(answer.bodyBytes);
  return [String(answer.status), size, `${shownCount(answer.tookMs)} ms`, word?.said ?? 'says neither hit nor miss'];
}

function questions({ asking: { onlyIfCached, statuses, head, pullHead } }: Findings): Item[] {
  const asked: Readonly<Record<typeof onlyIfCached, Omit<Item, 'label'>>> = {
    honoured: { mark: 'good', text: '504 for what it has not stored: verify: rehit, explain and coverage work' },
    deaf: { mark: 'bad', text: `ignored: it answered ${statuses.join(', ')} for what it can’t have stored` },
    untold: { mark: 'unsure', text: `can’t be told: it answered ${statuses.join(', ')} with it and without` },
  };
  return [
    { label: 'only-if-cached', ...asked[onlyIfCached] },
    ...(head === undefined
      ? []
      : [{ mark: head.isFromStore ? 'good' : 'bad', label: 'HEAD', text: `of the stored object: ${head.said}` } as const]),
    {
      mark: pullHead.isPossible ? 'good' : 'note',
      label: 'pull: head',
      text: `${pullHead.isPossible ? 'possible' : 'no'}: ${pullHead.because}`,
    },
  ];
}

function purge({ purge: found }: Findings): Item[] {
  if (found === undefined) return [];
  const { status, nothingStatus, gone, sliceBytes, ban, restoredStatus } = found;
  return [
    { mark: goneMarks[gone.is], label: 'PURGE', text: `answered ${status}; ${gone.because}` },
    { mark: 'note', label: 'of nothing', text: `answered ${nothingStatus}` },
    ...(ban === undefined ? [] : [{ mark: goneMarks[ban.gone.is], label: 'BAN', text: `answered ${ban.status}; ${ban.gone.because}` }]),
    ...(sliceBytes === undefined
      ? []
      : [{ mark: 'good', label: 'slices', text: `of ${shownCount(sliceBytes)} bytes: only the first one was gone` } as const]),
    { mark: restoredStatus < 400 ? 'good' : 'bad', label: 'put back', text: `a GET was answered ${restoredStatus}` },
  ];
}

const goneMarks: Readonly<Record<Gone['is'], Mark>> = { yes: 'good', no: 'bad', unknown: 'unsure' };

function requests({ requests: { sent, originUrlAtMost, originOtherAtMost }, cache: { name } }: Findings): string {
  const slices = name === 'nginx' ? ' (where slices are stored, of each slice)' : '';
  return (
    `${counted(sent, 'request')} to this address. Of them your origin saw at most ${shownCount(originUrlAtMost)} of the URL${slices}, ` +
    `and ${shownCount(originOtherAtMost)} of a path that nobody stores (/.well-known/forewarm-probe).`
  );
}
