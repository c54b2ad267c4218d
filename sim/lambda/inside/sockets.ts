import { Socket } from 'node:net';

type VirtualTimer = { readonly refresh: () => unknown; readonly close: () => unknown };

/** From here on, idle timeouts of sockets are virtual, too: Node counts them with timers that nobody can replace. */
export const installSocketTimeouts = (start: (callback: () => void, delayMs: number) => VirtualTimer): void => {
  const timers = new WeakMap<Socket, VirtualTimer>();
  const replacements = {
    setTimeout(this: Socket, delayMs: number, callback?: () => void): Socket {
      timers.get(this)?.close();
      timers.delete(this);
      Object.assign(this, { timeout: delayMs });
      if (delayMs > 0)
        timers.set(
          this,
          start(() => this.destroyed || this.emit('timeout'), delayMs),
        );
      if (callback !== undefined && delayMs > 0) this.once('timeout', callback);
      if (callback !== undefined && delayMs === 0) this.removeListener('timeout', callback);
      return this;
    },
    /** Node calls this at every sign of life on the socket. */
    _unrefTimer(this: Socket): void {
      timers.get(this)?.refresh();
    },
    _destroy(this: Socket, error: Error | null, done: (error?: Error | null) => void): void {
      timers.get(this)?.close();
      destroy.call(this, error, done);
    },
  };
  const destroy = Socket.prototype._destroy;
  Object.assign(Socket.prototype, replacements);
};
