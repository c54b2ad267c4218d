import type { Incident } from '../incident.ts';
import type { Policy } from '../policy.ts';
import { scalingOf } from '../strategies/order.ts';
import * as commands from './commands.ts';
import { amountOf, weighedWords } from './strategy-holds.ts';

/** What was done before the shift, or speaks for it although stable is too small; with a space after it. */
export const preparedWords = (incident: Incident): string => {
  const { insteadOf, weighed } = incident;
  const raised = raisedBy(incident);
  return [
    insteadOf === undefined ? '' : 'Stable is unwell too: the fallback gets the traffic. ',
    raised === undefined
      ? ''
      : `Stable was raised from ${raised.from} to ${raised.to} ${amountOf(raised.unit)} first. `,
    weighed === undefined
      ? ''
      : `Stable is too small for all traffic, and still the lesser evil: ${weighedWords(weighed)}. `,
  ].join('');
};

/** What is left to do while a shift is on its way; with a space before it. */
export const overloadedWords = ({ weighed, endpoint }: Incident, { stable }: Pick<Policy, 'stable'>): string =>
  weighed === undefined
    ? ''
    : ` Give stable more capacity as soon as the endpoint is InService again: ${commands.addInstance(endpoint, stable)}`;

/** With a space before it. */
export const fellBackWords = ({ insteadOf }: Incident, { stable }: Pick<Policy, 'stable'>): string =>
  insteadOf === undefined
    ? ''
    : ` Find out what is wrong with ${stable}, too. Nothing here gives it its traffic back: do that by hand, once it is well.`;

/** What stays raised when the incident is over: nothing here ever scales in. With a space before it. */
export const stillRaised = (incident: Incident): string => {
  const raised = raisedBy(incident);
  if (raised === undefined) return '';
  const { endpoint, variant, from, to, unit, bounds, unheld } = raised;
  const lower =
    bounds === undefined
      ? commands.setCapacity(endpoint, variant, { unit, to: from })
      : commands.setFloor(endpoint, variant, bounds.floor);
  const floor =
    bounds === undefined
      ? ''
      : unheld === undefined
        ? `, and its autoscaling floor from ${bounds.floor} to ${to}`
        : `; its autoscaling floor stayed at ${bounds.floor} (${unheld})`;
  const stays = unheld === undefined ? ', and stays so' : ', so that the next scale-in takes it back';
  const done =
    unheld === undefined ? ` Nothing here scales in: once the load allows it, lower it by hand: ${lower}` : '';
  return ` ${variant} was raised from ${from} to ${to} ${amountOf(unit)}${floor}${stays}.${done}`;
};

const raisedBy = (incident: Incident) => {
  const scaling = scalingOf(incident);
  if (scaling?.done === undefined) return undefined;
  const { order, done } = scaling;
  return { endpoint: incident.endpoint, ...order, to: done.reaches, bounds: done.bounds, unheld: done.unheld };
};
