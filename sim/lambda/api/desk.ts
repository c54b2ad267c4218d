import type { Need, Operation, PolicyDocument, Wires } from '../../types.ts';
import type { makeAsyncEvents } from '../async-events.ts';
import type { CodeStore } from '../code-store.ts';
import type { Declarations } from '../declared.ts';
import { calledArn, calledIn } from '../names.ts';
import type { Pool } from '../pool.ts';
import { policyOf } from '../statements.ts';

export type Desk = {
  readonly wires: Wires;
  readonly declarations: Declarations;
  readonly pool: Pool;
  readonly events: ReturnType<typeof makeAsyncEvents>;
  readonly code: CodeStore;
};

/** An operation on one function, which its own policy may allow as well. */
export const onFunction = (desk: Desk, action: string, run: Operation['run']): Operation => {
  const called = ({ FunctionName = '', Qualifier }: Asked) => calledIn(desk.wires.account, FunctionName, Qualifier);
  return {
    needs: (input: Asked): readonly Need[] => [{ action: `lambda:${action}`, resource: calledArn(called(input)) }],
    resourcePolicy: (input: Asked): PolicyDocument => policyOf(desk.declarations, called(input).arn),
    run,
  };
};
type Asked = { readonly FunctionName?: string; readonly Qualifier?: string };
