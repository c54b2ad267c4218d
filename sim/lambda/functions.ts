import type { Outside } from '../kernel/run.ts';
import type { Stillness } from '../kernel/stillness.ts';
import type { Api, Decision, Functions, Part, Principal, Wires } from '../types.ts';
import type { Wire } from '../wire/server.ts';
import { functionsApi } from './api/api.ts';
import { makeAsyncEvents } from './async-events.ts';
import { type AssetDirectory, makeCodeStore } from './code-store.ts';
import { noDeclarations } from './declared.ts';
import { makePool } from './pool.ts';
import { eventInvokeConfigProvisioner } from './provision-event-invoke-config.ts';
import { functionProvisioner } from './provision-function.ts';
import { permissionProvisioner } from './provision-permission.ts';
import { policyOf } from './statements.ts';

export type FunctionsOptions = {
  readonly wire: Wire;
  readonly stillness: Stillness;
  readonly assetDirectory: AssetDirectory;
  /** Whether the role's trust policy lets the service assume it; absent: not asked. */
  readonly canAssume?: (roleArn: string, service: string) => boolean;
};

export type FunctionsPart = Part &
  Functions & {
    readonly api: Api;
    /** Whose access key it is, if an environment's. */
    readonly principalOf: (accessKeyId: string) => Principal | undefined;
    readonly outside: Outside;
    /** Ends all environments. */
    readonly close: () => void;
  };

/** Lambda: functions from the template, run in worker threads, invoked by events and by callers. */
export const makeFunctions = (wires: Wires, options: FunctionsOptions): FunctionsPart => {
  const { wire, stillness, assetDirectory, canAssume } = options;
  const declarations = noDeclarations();
  const code = makeCodeStore(wires, assetDirectory);
  const pool = makePool(wires, { wire, stillness });
  const events = makeAsyncEvents(wires, declarations, pool);

  return {
    api: functionsApi({ wires, declarations, pool, events, code }),
    provisioners: [
      functionProvisioner(wires, declarations, { code, canAssume, pool }),
      permissionProvisioner(wires, declarations),
      eventInvokeConfigProvisioner(wires, declarations),
    ],
    invoke: (who, functionArn, payload) => {
      const declared = declarations.functions.get(functionArn);
      if (declared === undefined)
        return refuse(wires, 'function', { who, functionArn, why: 'there is no such function' });
      const need = { action: 'lambda:InvokeFunction', resource: functionArn };
      const decision = wires.iam.judge(who, need, policyOf(declarations, functionArn));
      if (!decision.allowed) {
        return refuse(wires, 'permission', { who, functionArn: declared.displayName, why: decision.why });
      }
      events.accept(declared, payload);
      return decision;
    },
    principalOf: pool.principalOf,
    outside: pool.outside,
    close: () => {
      pool.close();
      code.close();
    },
  };
};

type Refused = { readonly who: Principal; readonly functionArn: string; readonly why: string };

const refuse = (wires: Wires, hop: string, { who, functionArn, why }: Refused): Decision => {
  wires.journal.write('missing-hop', { hop, from: senderOf(who), to: functionArn, why });
  return { allowed: false, why, ...(hop === 'function' ? { missing: true } : {}) };
};

const senderOf = (who: Principal): string => {
  if (who.kind === 'service') return who.sourceArn;
  return who.kind === 'role' ? who.functionName : `person ${who.name}`;
};
