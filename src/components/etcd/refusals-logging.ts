import { type Refusal, refuses } from './reading.ts';
import { given, isOn, listOf, refuseText, type StartUp } from './start-up.ts';
import { atLeast } from './version.ts';

/** Names that zapcore.Level takes, in any case; empty means info. */
const LEVELS = new Set(['', 'debug', 'info', 'warn', 'error', 'dpanic', 'panic', 'fatal']);
const STREAMS = new Set(['default', 'stderr', 'stdout']);

/** https://github.com/etcd-io/etcd/blob/v3.5.21/server/embed/config_logging.go setupLogging; 3.4 has two loggers and is left out. */
export function logging(start: StartUp): Refusal | null {
  if (!atLeast(start.version, '3.5')) return null;
  return (
    refuseText(start, 'logger', (text) => text === 'zap') ??
    outputs(start) ??
    refuseText(start, 'log-level', (text) => LEVELS.has(text.toLowerCase())) ??
    refuseText(start, 'log-format', (text) => ['', 'json', 'console'].includes(text))
  );
}

function outputs(start: StartUp): Refusal | null {
  const list = [...new Set(listOf(start, 'log-outputs'))];
  const { origin } = start.lookup('log-outputs');
  if (list.length > 1 && list.includes('default'))
    return refuses('etcd refuses log-outputs with `default` among others.', origin);
  if (!isOn(start, 'enable-log-rotation')) return null;
  const files = list.filter((one) => !STREAMS.has(one));
  if (files.length === 1 || (files.length === 0 && list.length > 1)) return null;
  const rotation = given(start, 'enable-log-rotation')?.origin ?? origin;
  return refuses('etcd refuses enable-log-rotation unless log-outputs names one file.', rotation);
}
