// The short label of an asker in a row of a list; nothing where the asker said nothing.
import type { BriefFrom } from '../../src/core/asked-from.ts';
import { labelFrom } from '../../src/words/describe-from.ts';
import { strings } from '../i18n/strings.ts';
import { SafeText } from './safe-text.tsx';

export function AskerLabel({ from }: { from: BriefFrom | undefined }) {
  const label = labelFrom(from, strings.askedFrom);
  if (label === '') return null;
  return (
    <span class="asker-label" title={strings.askedFrom.line(label)}>
      <SafeText text={label} />
    </span>
  );
}
