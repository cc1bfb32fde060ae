import { pino, stdTimeFunctions, type Logger } from 'pino';

/**
 * The application's log: one JSON object a line, on the standard output. What is personal never gets into it.
 */
export function createLog({ logLevel }: { readonly logLevel: string }): Logger {
  return pino({
    level: logLevel,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    messageKey: 'message',
    formatters: { level: (niveau) => ({ niveau }) },
  });
}
