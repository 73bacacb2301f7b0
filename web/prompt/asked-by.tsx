// Who asks, as the asker says, with a link to its CI job. Nothing checks it, and the page says that too.
import type { AskedFrom } from '../../src/core/asked-from.ts';
import { fromParts } from '../../src/words/describe-from.ts';
import { strings } from '../i18n/strings.ts';
import { SafeText } from '../shell/safe-text.tsx';

/** One line; nothing where the asker said nothing. */
export function AskedBy({ from }: { from: AskedFrom | undefined }) {
  if (fromParts(from, strings.askedFrom).length === 0) return null;
  return (
    <p class="asked-by" data-testid="asked-by">
      {strings.askedFrom.askedBy} <AskerParts from={from} />
    </p>
  );
}

/** What is known about the asker, then the mark that it is not verified. */
export function AskerParts({ from }: { from: AskedFrom | undefined }) {
  const { unverified, unverifiedMeans } = strings.askedFrom;
  return (
    <>
      {fromParts(from, strings.askedFrom).map(({ text, url }, index) => (
        <span key={index}>
          {index > 0 && ' · '}
          {url === undefined ? (
            <SafeText text={text} />
          ) : (
            <a href={url} target="_blank" rel="noopener noreferrer">
              <SafeText text={text} />
            </a>
          )}
        </span>
      ))}{' '}
      <span class="unverified" title={unverifiedMeans}>
        {unverified}
      </span>
    </>
  );
}
