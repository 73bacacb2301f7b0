// Renders untrusted text: isolated text nodes, with hidden characters shown as marks.
import { markHidden } from '../../src/core/visible-text.ts';

/** With more parts than this, marks are plain text: tens of thousands of elements keep a page busy for seconds. */
const MAX_PARTS = 2_000;

/** A standalone text: the text around it does not reorder it. */
export function SafeText({ text }: { text: string }) {
  return (
    <bdi class="safe">
      <MarkedText text={text} />
    </bdi>
  );
}

/** A part of a sentence: it follows the direction of the paragraph, whose `dir` must be `auto`. */
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
