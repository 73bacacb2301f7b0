// The question and its options: native radios in a fieldset. Values stay in the model and never go through the DOM.

import type { PromptView } from '../../src/protocol/view.ts';
import { strings } from '../i18n/strings.ts';
import type { PromptModel } from '../models/prompt.ts';
import { Heading } from './heading.tsx';
import { SafeText } from './safe-text.tsx';

export function OptionList({ model, view, busy }: { model: PromptModel; view: PromptView; busy: boolean }) {
  const picked = model.draft.picked.value;
  return (
    <fieldset disabled={busy}>
      <legend>
        <Heading>
          <SafeText text={view.question} />
        </Heading>
      </legend>
      {view.options.map((option, index) => (
        <label key={option.value} class="option">
          <input
            type="radio"
            name="option"
            value={index}
            checked={option.value === picked}
            aria-labelledby={`label-${index}`}
            aria-describedby={`about-${index}`}
            onChange={() => model.pick(option.value)}
          />
          <span class="option-text">
            <span class="option-label" id={`label-${index}`}>
              <SafeText text={option.label} />
            </span>
            <span id={`about-${index}`} class="option-about">
              {option.hint !== undefined && (
                <span class="hint">
                  <SafeText text={option.hint} />
                </span>
              )}
              {option.value === view.recommended && <span class="badge">{strings.form.recommended}</span>}
              {option.value === view.fallback && <span class="badge quiet">{strings.form.fallback}</span>}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
