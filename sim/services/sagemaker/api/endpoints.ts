import type {
  CreateEndpointInput,
  DeleteEndpointInput,
  DescribeEndpointInput,
  ListEndpointsInput,
  UpdateEndpointInput,
  UpdateEndpointWeightsAndCapacitiesInput,
} from '@aws-sdk/client-sagemaker';
import type { Account, Need, Principal } from '../../../types.ts';
import { displayName } from '../../names.ts';
import type { Book } from '../book.ts';
import { describeEndpoint } from '../describe-endpoint.ts';
import type { Endpoints } from '../endpoints.ts';
import { listed } from '../listing.ts';
import { refuseTags, type Tags } from '../tags.ts';
import { besides, everything, needIn, type Operations } from './needs.ts';

type Parts = { readonly account: Account; readonly book: Book; readonly endpoints: Endpoints; readonly tags: Tags };

export const endpointOperations = ({ account, book, endpoints, tags }: Parts): Operations => {
  const need = needIn(account);
  /** Documented for CreateEndpoint: rights on the endpoint and on its config. */
  const both = (action: string, input: CreateEndpointInput | UpdateEndpointInput): readonly Need[] => [
    need(action, 'endpoint', input.EndpointName),
    need(action, 'endpoint-config', input.EndpointConfigName),
  ];
  return {
    CreateEndpoint: {
      needs: (input: CreateEndpointInput) => [
        ...both('CreateEndpoint', input),
        ...besides(need, 'endpoint', input.EndpointName, { Tags: input.Tags }),
      ],
      run: (input: CreateEndpointInput, who: Principal) => {
        refuseTags(input.Tags ?? []);
        const { arn } = endpoints.create(nameOf(who), input);
        tags.add(arn, input.Tags ?? []);
        return { EndpointArn: arn };
      },
    },
    DescribeEndpoint: {
      needs: ({ EndpointName }: DescribeEndpointInput) => [need('DescribeEndpoint', 'endpoint', EndpointName)],
      run: ({ EndpointName = '' }: DescribeEndpointInput) => describeEndpoint(endpoints.endpoint(EndpointName)),
    },
    ListEndpoints: {
      needs: everything('ListEndpoints'),
      run: (input: ListEndpointsInput) => {
        const { page, next } = listed([...book.endpoints.values()], input);
        const summary = ({ name, arn, createdAt, modifiedAt, status }: (typeof page)[number]) => ({
          EndpointName: name,
          EndpointArn: arn,
          CreationTime: new Date(createdAt),
          LastModifiedTime: new Date(modifiedAt),
          EndpointStatus: status,
        });
        return { Endpoints: page.map(summary), ...next };
      },
    },
    UpdateEndpoint: {
      needs: (input: UpdateEndpointInput) => both('UpdateEndpoint', input),
      run: (input: UpdateEndpointInput, who: Principal) => ({ EndpointArn: endpoints.update(nameOf(who), input).arn }),
    },
    UpdateEndpointWeightsAndCapacities: {
      needs: ({ EndpointName }: UpdateEndpointWeightsAndCapacitiesInput) => [
        need('UpdateEndpointWeightsAndCapacities', 'endpoint', EndpointName),
      ],
      run: (input: UpdateEndpointWeightsAndCapacitiesInput, who: Principal) => ({
        EndpointArn: endpoints.change(nameOf(who), input.EndpointName ?? '', input.DesiredWeightsAndCapacities ?? [])
          .arn,
      }),
    },
    DeleteEndpoint: {
      needs: ({ EndpointName }: DeleteEndpointInput) => [need('DeleteEndpoint', 'endpoint', EndpointName)],
      run: ({ EndpointName = '' }: DeleteEndpointInput, who: Principal) => {
        endpoints.remove(nameOf(who), EndpointName, ({ arn }) => tags.forget(arn));
        return {};
      },
    },
  };
};

const nameOf = (who: Principal): string => {
  if (who.kind === 'role') return displayName(who.functionName);
  return who.kind === 'person' ? `person ${who.name}` : who.service;
};
