// Texts in Simplified Chinese that all surfaces share.
import type { DurationWords } from '../core/duration.ts';
import { DAY, MAX_NOTE_BYTES, MAX_OPEN_PROMPTS, MAX_TIMEOUT, MIN_TIMEOUT } from '../core/limits.ts';
import type { RefusalReason } from './refusal.ts';

/** `1.5 秒`, `5 分钟`, `1 小时 30 分钟`. */
export const CHINESE_UNITS: DurationWords = { d: '天', h: '小时', min: '分钟', s: '秒' };

/** `REFUSAL_TEXT` in Chinese. */
export const CHINESE_REFUSALS: Readonly<Record<RefusalReason, string>> = {
  settled: '这个问题已经有结果了',
  not_extendable: '这个问题的截止时间不能更改',
  max_timeout: '不能超过这个问题的最长时限',
  not_due: '截止时间还没到',
  unknown_value: '没有这个选项',
  wrong_count: '请恰好选择一项',
  too_few: '选得太少，请再选几项',
  too_many: '选得太多，请去掉几项',
  text_missing: '请填写回答',
  too_short: '文字太短',
  too_long: '文字太长',
  not_one_line: '只能填写一行',
  pattern_mismatch: '文字不符合要求的格式',
  pattern_too_slow: '这个问题的格式规则检查耗时过长，请稍等片刻，或换一段更短或更简单的文字',
  note_too_long: `备注最多 ${MAX_NOTE_BYTES} 字节`,
  note_missing: '这个回答需要附上备注',
  unexpected_text: '这个问题不接受填写的文字',
  unknown_prompt: '没有这个问题',
  too_many_prompts: `等待中的问题已满（最多 ${MAX_OPEN_PROMPTS} 个，共 32 兆字节），请先回答或取消一些`,
  id_taken: '另一个问题已使用这个编号',
  key_taken: '这个标识下问过另一个问题，请换一个标识',
  draining: '门户正在退出，请稍后再试',
  bad_json: '消息不是有效的 JSON',
  unknown_type: '消息没有可识别的类型',
  bad_message: `消息中有缺失或错误的字段（时间以整毫秒计，至少 ${MIN_TIMEOUT}，至多 ${MAX_TIMEOUT / DAY} 天）`,
  bad_spec: '问题的定义无效',
};
