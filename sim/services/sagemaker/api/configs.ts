import type {
  CreateEndpointConfigInput,
  DeleteEndpointConfigInput,
  DescribeEndpointConfigInput,
  ListEndpointConfigsInput,
} from '@aws-sdk/client-sagemaker';
import type { Account } from '../../../types.ts';
import type { Configs } from '../configs.ts';
import { listed } from '../listing.ts';
import { refuseTags, type Tags } from '../tags.ts';
import { besides, everything, needIn, type Operations } from './needs.ts';

type Parts = { readonly account: Account; readonly configs: Configs; readonly tags: Tags };

export const configOperations = ({ account, configs, tags }: Parts): Operations => {
  const need = needIn(account);
  return {
    CreateEndpointConfig: {
      needs: (input: CreateEndpointConfigInput) => [
        need('CreateEndpointConfig', 'endpoint-config', input.EndpointConfigName),
        ...besides(need, 'endpoint-config', input.EndpointConfigName, input),
      ],
      run: (input: CreateEndpointConfigInput) => {
        refuseTags(input.Tags ?? []);
        const { arn } = configs.create(input);
        tags.add(arn, input.Tags ?? []);
        return { EndpointConfigArn: arn };
      },
    },
    DescribeEndpointConfig: {
      needs: ({ EndpointConfigName }: DescribeEndpointConfigInput) => [
        need('DescribeEndpointConfig', 'endpoint-config', EndpointConfigName),
      ],
      run: ({ EndpointConfigName = '' }: DescribeEndpointConfigInput) => configs.describe(EndpointConfigName),
    },
    ListEndpointConfigs: {
      needs: everything('ListEndpointConfigs'),
      run: (input: ListEndpointConfigsInput) => {
        const { page, next } = listed(configs.all(), input);
        const summary = ({ name: EndpointConfigName, arn: EndpointConfigArn, createdAt }: (typeof page)[number]) => ({
          EndpointConfigName,
          EndpointConfigArn,
          CreationTime: new Date(createdAt),
        });
        return { EndpointConfigs: page.map(summary), ...next };
      },
    },
    DeleteEndpointConfig: {
      needs: ({ EndpointConfigName }: DeleteEndpointConfigInput) => [
        need('DeleteEndpointConfig', 'endpoint-config', EndpointConfigName),
      ],
      run: ({ EndpointConfigName = '' }: DeleteEndpointConfigInput) => {
        tags.forget(configs.remove(EndpointConfigName).arn);
        return {};
      },
    },
  };
};
