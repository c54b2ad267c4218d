import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Whether this thread holds more bytes than that, in its heap and in buffers. What is only waiting to be collected does
 * not count: when that comes about is nobody's choice.
 */
export const holdsTooMuch = (limit: number): boolean => {
  if (held() <= limit) return false;
  collect();
  return held() > limit;
};

const held = (): number => {
  const { used_heap_size: heap, external_memory: external } = getHeapStatistics();
  return heap + external;
};

const collect = (): void => {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  gc();
};
