import type { World } from '../world.ts';
import type { Hands } from './scenario.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** How often a caller that pins its variant sends something. */
const PINNED_EVERY = 5 * SECOND;

/** What other hands than the automation's do to the endpoint of a scenario. */
export const handsOn = ({ wires, sagemaker, cloudwatch, traffic }: World, endpoint: string): Hands => ({
  sets: (status, failureReason) => sagemaker.setStatus(endpoint, status, failureReason),
  failsNextChange: (reason) => sagemaker.failNextChange(endpoint, reason),
  deploys: (who, configName, weights) => {
    const variants = Object.entries(weights).map(([name, weight]) => ({ name, weight, instances: 1 }));
    sagemaker.deploy(who, { name: endpoint, configName, variants });
  },
  whenServing: (configName, act) => {
    let before: unknown;
    wires.journal.onLine((line) => {
      if (line.kind !== 'weights' || line['endpoint'] !== endpoint || line['status'] !== 'InService') return;
      const isNew = line['config'] === configName && before !== configName;
      before = line['config'];
      if (isNew) act();
    });
  },
  deletes: (who) => sagemaker.delete(who, endpoint),
  mutes: (rule, alarms, minutes) => {
    const Expression = `at(${new Date(wires.clock.now()).toISOString().slice(0, 16)})`;
    const Schedule = { Expression, Duration: `PT${minutes}M` };
    cloudwatch.mute({ Name: rule, Rule: { Schedule }, MuteTargets: { AlarmNames: [...alarms] } });
  },
  changesThreshold: (alarm, threshold) => cloudwatch.change(alarm, { Threshold: threshold }),
  pins: (variant, requestsPerMinute) => {
    const each = Math.round((requestsPerMinute * PINNED_EVERY) / MINUTE);
    const send = (): void => {
      const serving = sagemaker.serving(endpoint);
      for (let sent = 0; serving && sent < each; sent += 1) traffic.ask(serving, { variant }).count(wires.clock.now());
      wires.clock.after(PINNED_EVERY, 'callers that pin their variant', send);
    };
    send();
  },
  whenever: (weights, seconds, act) => {
    let was = false;
    wires.journal.onLine((line) => {
      if (line.kind !== 'weights' || line['endpoint'] !== endpoint || line['status'] !== 'InService') return;
      const found = line['weights'] as Readonly<Record<string, number>>;
      const is = Object.entries(weights).every(([variant, weight]) => found[variant] === weight);
      if (is && !was) wires.clock.after(seconds * SECOND, 'the script, each time that the weights are so', act);
      was = is;
    });
  },
});
