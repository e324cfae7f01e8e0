import type { WireStatus } from '../../wire/status.ts';
import type { Io, Out } from '../io.ts';

type Paint = (text: string) => string;
export type Style = {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly cyan: Paint;
};

const plain: Paint = (text) => text;
const withoutColour: Style = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain, cyan: plain };

/** SGR codes of ECMA-48: on, off. */
function paint(on: number, off: number): Paint {
  return (text) => `\u001b[${on}m${text}\u001b[${off}m`;
}
const withColour: Style = {
  bold: paint(1, 22),
  dim: paint(2, 22),
  red: paint(31, 39),
  green: paint(32, 39),
  yellow: paint(33, 39),
  cyan: paint(36, 39),
};

/** Colours on a terminal only, and not where NO_COLOR (no-color.org) is set to anything. */
export function styleOf(out: Out, env: Io['env']): Style {
  const refused = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  return out.isTTY === true && !refused ? withColour : withoutColour;
}

export function paintStatus(status: WireStatus, style: Style): Paint {
  const paints: Record<WireStatus, Paint> = {
    wait: style.dim,
    process: style.cyan,
    success: style.green,
    failure: style.red,
    unknow: style.yellow,
  };
  return paints[status];
}
