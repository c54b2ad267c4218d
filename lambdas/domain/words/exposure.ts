import type { Exposure, Incident } from '../incident.ts';
import { shareOf } from '../weights.ts';
import { clockTime, figure, percent } from './figures.ts';

type Exposed = Pick<Incident, 'exposure' | 'weightsAtOpen' | 'shift'>;

/** What the bad variant did to users, and an estimate of what it would have done. Undefined: no look measured it. */
export const exposureWords = (incident: Exposed): string | undefined => {
  const { exposure } = incident;
  return exposure && [servedWords(exposure), avoidedWords(incident, exposure)].filter((one) => one !== '').join(' ');
};

/** `From 10:05:00 to 10:09:00 UTC canary served 2,410 requests, and failed 231 of them.` */
const servedWords = ({ variant, from, until, requests, failed }: Exposure): string =>
  `From ${clockTime(from)} to ${clockTime(until)} ${variant} served ${counted(requests)}${failed === undefined ? '' : `, and failed ${figure(failed)} of them`}.`;

/** An estimate says so first, and by which rule. */
const avoidedWords = ({ weightsAtOpen, shift }: Exposed, { variant, avoided }: Exposure): string => {
  if (avoided === undefined || avoided.requests === 0 || shift?.inForceAt === undefined) return '';
  const share = percent(shareOf(variant, weightsAtOpen));
  const failing =
    avoided.failed === undefined ? '' : `, and failed ${figure(avoided.failed)} of them, had it gone on as before`;
  return `Estimate: with its share of ${share} it would have served ${figure(avoided.requests)} more request${avoided.requests === 1 ? '' : 's'} since${failing}.`;
};

const counted = (requests: number): string => `${figure(requests)} request${requests === 1 ? '' : 's'}`;
