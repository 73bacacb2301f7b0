// Untrusted text: text nodes in isolation, hidden characters as marks.
import { markHidden } from '../../src/core/visible-text.ts';

/** Where there are more, marks are text like the rest: elements by the ten thousand keep a page busy for seconds. */
const MAX_PARTS = 2_000;

/** A text of its own, which nothing around it reorders. */
export function SafeText({ text }: { text: string }) {
  return (
    <bdi class="safe">
      <MarkedText text={text} />
    </bdi>
  );
}

/** A part of a sentence: it takes part in the direction of the paragraph, whose `dir` must be `auto`. */
export function MarkedText({ text }: { text: string }) {
  const parts = markHidden(text);
  if (parts.length > MAX_PARTS) return <>{parts.map(({ text, mark }) => (mark ? `⟨${text}⟩` : text)).join('')}</>;
  return (
    <>
      {parts.map((part, index) =>
        part.mark ? (
          <span key={index} class="mark" title={part.text}>
            ⟨{part.text}⟩
          </span>
        ) : (
          part.text
        ),
      )}
    </>
  );
}
