// Who asks, as the asker says, with a link to its CI job. Nothing checks it, and the page says that too.
import type { AskedFrom } from '../../src/core/asked-from.ts';
import { allParts, type FromPart, joinParts, lineParts } from '../../src/words/describe-from.ts';
import { strings } from '../i18n/strings.ts';
import { SafeText } from '../shell/safe-text.tsx';

/** One quiet line; nothing where the asker said nothing. */
export function AskedBy({ from }: { from: AskedFrom | undefined }) {
  const words = strings.askedFrom;
  const parts = lineParts(from, words);
  if (parts.length === 0) return null;
  return (
    <p class="asked-by" data-testid="asked-by" title={joinParts(allParts(from, words))}>
      {words.askedBy} <Parts parts={parts} />
    </p>
  );
}

/** All that is known about the asker. */
export function WholeAsker({ from }: { from: AskedFrom }) {
  return <Parts parts={allParts(from, strings.askedFrom)} />;
}

function Parts({ parts }: { parts: readonly FromPart[] }) {
  const { unverified, unverifiedMeans } = strings.askedFrom;
  return (
    <>
      {parts.map(({ text, url }, index) => (
        <span key={index}>
          {index > 0 && ' · '}
          {url === undefined ? (
            <SafeText text={text} />
          ) : (
            <a href={url} title={url} target="_blank" rel="noopener noreferrer">
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
