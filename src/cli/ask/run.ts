// The inputs and settings of one run of an asking command, once its question is valid.
import type { PromptSpec, PromptSpecInput } from '../../core/spec.ts';
import type { Language } from '../../protocol/language.ts';
import type { Paths } from '../../system/paths.ts';
import type { OutputStyle } from '../format/outcome.ts';
import type { Io } from '../io/io.ts';
import type { Notes } from '../io/output.ts';
import type { Strings } from '../strings/en.ts';
import type { OutputFlags } from './question-flags.ts';

export interface Run {
  readonly io: Io;
  readonly paths: Paths;
  readonly flags: OutputFlags;
  readonly notes: Notes;
  readonly language: Language;
  readonly strings: Strings;
  readonly input: PromptSpecInput;
  readonly spec: PromptSpec;
  readonly key: string | null;
  readonly style: OutputStyle;
}
