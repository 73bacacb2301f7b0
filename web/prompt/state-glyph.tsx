// The icon of a settled prompt: the ring of the countdown at rest, with a symbol of the outcome inside.
import type { Settlement } from './settlement.ts';

const CROSS = 'M46 46 L74 74 M74 46 L46 74';
const PATHS: Readonly<Record<Settlement['kind'], string>> = {
  sending: 'M60 78 V44 M46 57 L60 43 L74 57',
  delivered: 'M43 61 L55 73 L78 48',
  kept: 'M43 61 L55 73 L78 48',
  gone: 'M44 60 H54 M66 60 H76',
  timed_out: 'M60 40 V60 L73 68',
  fallback_used: 'M60 40 V60 L73 68',
  cancelled: CROSS,
  stopped: CROSS,
};

export function StateGlyph({ kind }: { kind: Settlement['kind'] }) {
  return (
    <svg class="glyph" viewBox="0 0 120 120" aria-hidden="true">
      <circle class="ring-track" cx="60" cy="60" r="48" />
      <circle class="glyph-arc" cx="60" cy="60" r="48" pathLength="1" />
      <path class="glyph-sign" d={PATHS[kind]} />
    </svg>
  );
}
