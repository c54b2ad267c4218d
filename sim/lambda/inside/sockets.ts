import { Socket } from 'node:net';

type VirtualTimer = { readonly refresh: () => unknown; readonly close: () => unknown };

/** From here on, idle timeouts of sockets are virtual, too: Node counts them with timers that nobody can replace. */
export const installSocketTimeouts = (start: (callback: () => void, delayMs: number) => VirtualTimer): void => {
  const timers = new WeakMap<Socket, VirtualTimer>();
  const disarm = (socket: Socket): void => {
    timers.get(socket)?.close();
    timers.delete(socket);
  };
  const arm = (socket: Socket, delayMs: number): void => {
    const timer = start(() => socket.destroyed || socket.emit('timeout'), delayMs);
    timers.set(socket, timer);
    socket.once('close', timer.close);
  };
  Object.assign(Socket.prototype, {
    setTimeout(this: Socket, delayMs: number, callback?: () => void): Socket {
      disarm(this);
      Object.assign(this, { timeout: delayMs });
      if (delayMs > 0) arm(this, delayMs);
      if (callback !== undefined && delayMs > 0) this.once('timeout', callback);
      if (callback !== undefined && delayMs === 0) this.removeListener('timeout', callback);
      return this;
    },
    /** Node calls this at every sign of life on the socket. */
    _unrefTimer(this: Socket): void {
      timers.get(this)?.refresh();
    },
  });
};
