/** All that yaml_parser_update_buffer lets through: https://github.com/go-yaml/yaml/blob/v2.4.0/readerc.go */
const CONTROL = /[^\t\n\r\x20-\x7e\u0085\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

/** What go-yaml refuses before it looks at the syntax. */
export function refusedText(text: string): { problem: string; at: number } | null {
  const at = text.search(CONTROL);
  return at < 0 ? null : { problem: 'control characters are not allowed', at };
}

/** 1-based line of an offset. */
export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
