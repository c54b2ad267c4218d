import type {
  DescribeEndpointInput,
  EndpointStatus,
  UpdateEndpointWeightsAndCapacitiesInput,
} from '@aws-sdk/client-sagemaker';
import type { Api, Need, Part, Principal, Wires } from '../../types.ts';
import { displayName } from '../names.ts';
import { invalid } from './change.ts';
import { describeEndpoint } from './describe-endpoint.ts';
import type { Endpoint, NewEndpoint } from './endpoint.ts';
import { type Endpoints, endpointArn, makeEndpoints } from './endpoints.ts';

export type SageMaker = Part & {
  readonly create: (endpoint: NewEndpoint) => void;
  /** Throws when there is none of that name. */
  readonly endpoint: (name: string) => Endpoint;
  /** A person moves weights: variants that are not named keep theirs. Refused as the API would refuse it. */
  readonly changeWeights: (by: string, name: string, weights: Readonly<Record<string, number>>) => void;
  readonly changeCapacity: (by: string, name: string, capacity: Capacity) => void;
  /** Any of SageMaker's nine states. A change under way is forgotten; InService puts in force what was desired. */
  readonly setStatus: (name: string, status: EndpointStatus, failureReason?: string) => void;
  /** The next change ends in RollingBack, then InService with the old weights and this reason. */
  readonly failNextChange: (name: string, failureReason: string) => void;
};

export type Capacity = { readonly variant: string; readonly instances: number };

/** SageMaker's endpoints: the scenario creates them, as an adopter's endpoints exist before this product. */
export const makeSageMaker = (wires: Wires): SageMaker => {
  const endpoints = makeEndpoints(wires);
  return {
    api: apiOf(wires, endpoints),
    provisioners: [],
    create: endpoints.create,
    endpoint: (name) => {
      const endpoint = endpoints.find(name);
      if (endpoint === undefined) throw new Error(`there is no endpoint "${name}"`);
      return endpoint;
    },
    changeWeights: (by, name, weights) => {
      const changes = Object.entries(weights).map(([VariantName, DesiredWeight]) => ({ VariantName, DesiredWeight }));
      endpoints.change(`person ${by}`, name, changes);
    },
    changeCapacity: (by, name, { variant: VariantName, instances: DesiredInstanceCount }) => {
      endpoints.change(`person ${by}`, name, [{ VariantName, DesiredInstanceCount }]);
    },
    setStatus: endpoints.setStatus,
    failNextChange: endpoints.failNextChange,
  };
};

const apiOf = (wires: Wires, endpoints: Endpoints): Api => {
  const need = (action: string, name: string | undefined): readonly Need[] => [
    { action: `sagemaker:${action}`, resource: endpointArn(wires, name ?? '') },
  ];
  return {
    name: 'sagemaker',
    operations: {
      DescribeEndpoint: {
        needs: ({ EndpointName }: DescribeEndpointInput) => need('DescribeEndpoint', EndpointName),
        run: ({ EndpointName = '' }: DescribeEndpointInput) => {
          const endpoint = endpoints.find(EndpointName);
          if (endpoint === undefined) throw invalid(`Could not find endpoint "${endpointArn(wires, EndpointName)}".`);
          return describeEndpoint(endpoint);
        },
      },
      UpdateEndpointWeightsAndCapacities: {
        needs: ({ EndpointName }: UpdateEndpointWeightsAndCapacitiesInput) =>
          need('UpdateEndpointWeightsAndCapacities', EndpointName),
        run: (input: UpdateEndpointWeightsAndCapacitiesInput, who: Principal) => ({
          EndpointArn: endpoints.change(nameOf(who), input.EndpointName ?? '', input.DesiredWeightsAndCapacities ?? []),
        }),
      },
    },
  };
};

const nameOf = (who: Principal): string => {
  if (who.kind === 'role') return displayName(who.functionName);
  return who.kind === 'person' ? `person ${who.name}` : who.service;
};
