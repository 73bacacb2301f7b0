// Untrusted text: text nodes in isolation, hidden characters as marks.
import { markHidden } from '../../src/core/visible-text.ts';

export function SafeText({ text }: { text: string }) {
  return (
    <bdi class="safe">
      {markHidden(text).map((part, index) =>
        part.mark ? (
          <span key={index} class="mark" title={part.text}>
            ⟨{part.text}⟩
          </span>
        ) : (
          part.text
        ),
      )}
    </bdi>
  );
}
