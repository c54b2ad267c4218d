import type { Guard, Signal } from '../policy.ts';
import { alarm } from './alarm.ts';
import { errorsOf } from './errors.ts';
import { judge } from './judge.ts';
import type { Kind } from './kind.ts';
import { timeOf } from './latency.ts';
import { metric } from './metric.ts';
import { slow } from './slow.ts';
import { traffic } from './traffic.ts';

const KINDS: Readonly<Record<Signal, Kind>> = {
  '5xx': errorsOf('5xx'),
  '4xx': errorsOf('4xx'),
  model: errorsOf('model'),
  slow,
  latency: timeOf('latency'),
  overhead: timeOf('overhead'),
  traffic,
  judge,
  metric,
  alarm,
};

export const kindOf = ({ signal }: Pick<Guard, 'signal'>): Kind => KINDS[signal];
