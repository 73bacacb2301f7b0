// A line along the upper edge of an open prompt that fills until input counts, then disappears.
import { useApp } from '../shell/context.ts';

export function GraceLine() {
  const { round } = useApp().grace;
  return <span key={round.value} class="grace-line" aria-hidden="true" />;
}
