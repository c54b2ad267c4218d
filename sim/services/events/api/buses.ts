import type {
  DescribeEventBusRequest,
  DescribeEventBusResponse,
  ListEventBusesRequest,
  ListEventBusesResponse,
} from '@aws-sdk/client-eventbridge';
import type { Api, Wires } from '../../../types.ts';
import { BUS, busArn, checkBus } from '../rule.ts';
import { pageOf } from './pages.ts';

/** There is one bus: the default one, on which the account's services tell what happens. */
export const busOperations = ({ account }: Wires): Api['operations'] => {
  const bus = { Name: BUS, Arn: busArn(account) };
  return {
    DescribeEventBus: {
      needs: () => [{ action: 'events:DescribeEventBus', resource: bus.Arn }],
      run: ({ Name: name }: DescribeEventBusRequest): DescribeEventBusResponse => {
        checkBus(account, name);
        return bus;
      },
    },
    ListEventBuses: {
      needs: () => [{ action: 'events:ListEventBuses', resource: '*' }],
      run: (input: ListEventBusesRequest): ListEventBusesResponse => {
        const { items, rest } = pageOf(
          [bus].filter(({ Name }) => Name.startsWith(input.NamePrefix ?? '')),
          input,
        );
        return { EventBuses: [...items], ...rest };
      },
    },
  };
};
