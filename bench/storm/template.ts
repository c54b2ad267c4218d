import { readFileSync } from 'node:fs';
import { synthTemplate } from '../../infra/synth.ts';
import { configOf } from './endpoints.ts';

/** One of the alarms that the stack makes for an endpoint, as CloudWatch tells it. */
export type AlarmTemplate = (endpoint: string) => Readonly<Record<string, unknown>>;

export type Shipped = { readonly alarms: readonly AlarmTemplate[]; readonly memoryMb: number };

type Resource = { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> };

/** What `cdk deploy` would make for each of the endpoints, and the memory that it gives to `reconcile`. */
export const readShipped = (outdir: string): Shipped => {
  const config = configOf(1, 1);
  const endpoint = config.endpoints[0]?.endpoint ?? '';
  const file = synthTemplate(config, outdir);
  const { Resources } = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Readonly<Record<string, Resource>> };
  const all = Object.entries(Resources);
  const [, reconcile] =
    all.find(([id, { Type }]) => Type === 'AWS::Lambda::Function' && id.startsWith('Reconcile')) ?? [];
  return {
    memoryMb: Number(reconcile?.Properties['MemorySize']),
    alarms: all
      .filter(([, { Type, Properties }]) => Type === 'AWS::CloudWatch::Alarm' && isGuard(Properties['AlarmName']))
      .map(([, { Properties }]) => {
        const { AlarmActions: _references, OKActions: _more, ...definition } = Properties;
        const text = JSON.stringify(definition);
        return (name) => JSON.parse(text.replaceAll(endpoint, name)) as Readonly<Record<string, unknown>>;
      }),
  };
};

const isGuard = (name: unknown): boolean => String(name).includes('/guard/');
