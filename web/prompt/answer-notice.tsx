// The message that says why an answer cannot be submitted, and where it is shown: at the text field, or beside the buttons.
import type { PromptSpec } from '../../src/core/spec.ts';
import { strings } from '../i18n/strings.ts';
import { SafeText } from '../shell/safe-text.tsx';
import type { Notice, PromptModel } from './prompt-model.ts';

/** Reasons that concern the text of an input, or the typed answer beside options. */
const ABOUT_TEXT: ReadonlySet<Notice['reason']> = new Set<Notice['reason']>([
  'text_missing',
  'too_short',
  'too_long',
  'not_one_line',
  'pattern_mismatch',
  'pattern_too_slow',
]);

/** True for a notice that belongs to the field of the typed answer. */
export function isAtField(notice: Notice | null, spec: PromptSpec): boolean {
  if (notice?.about !== 'answer') return false;
  return ABOUT_TEXT.has(notice.reason) || (spec.kind === 'input' && notice.reason === 'only_text');
}

export function AnswerNotice({ model, spec }: { model: PromptModel; spec: PromptSpec }) {
  const notice = model.notice.value;
  if (notice?.about !== 'answer') return null;
  const { reason } = notice;
  if (spec.kind === 'input' && reason === 'pattern_mismatch' && spec.pattern_message !== undefined)
    return <SafeText text={spec.pattern_message} />;
  return <>{strings.notices[reason]}</>;
}
