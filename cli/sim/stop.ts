/** Exit codes of a program that a signal ended, as shells tell them. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

/** How long, in milliseconds, until it is seen that the parent is gone. */
const PARENT_CHECK_MS = 250;

/** Whose children those become whose parent is gone: here, before this program had begun. */
const ORPHANAGE = 1;

export type Stop = {
  /** Aborted when somebody stops the process after it was up. */
  readonly signal: AbortSignal;
  /** Until this is called, there is nothing to bring to an end: who stops the process ends it. */
  readonly up: () => void;
};

export const makeStop = (): Stop => {
  const controller = new AbortController();
  let isUp = false;
  const stop = (code: number): void => {
    if (isUp) controller.abort();
    else process.exit(code);
  };
  for (const [name, code] of Object.entries(SIGNALS)) process.once(name, () => stop(code));
  if (process.env['npm_lifecycle_event'] !== undefined) onParentGone(() => stop(SIGNALS.SIGTERM));
  return {
    signal: controller.signal,
    up: () => {
      isUp = true;
    },
  };
};

/** npm hands a signal to the shell that it runs a script in, which ends without handing it on. */
const onParentGone = (act: () => void): void => {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent && parent !== ORPHANAGE) return;
    clearInterval(timer);
    act();
  }, PARENT_CHECK_MS);
  timer.unref();
};
