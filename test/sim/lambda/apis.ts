import type { Api, Operation } from '../../../sim/types.ts';

const ENDPOINT_ARN = 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/';

const describeEndpoint = {
  needs: (input: { EndpointName: string }) => [
    { action: 'sagemaker:DescribeEndpoint', resource: `${ENDPOINT_ARN}${input.EndpointName}` },
  ],
  run: ({ EndpointName }: { EndpointName: string }) => ({
    EndpointName,
    EndpointArn: `${ENDPOINT_ARN}${EndpointName}`,
    EndpointStatus: 'InService',
    CreationTime: new Date(0),
    LastModifiedTime: new Date(0),
  }),
};

/** Answers that are right in shape and know nothing; `written` gets the input of each write. */
export const plainApis = (written: unknown[] = []): readonly Api[] => {
  const writes = (output: unknown): Operation => ({
    needs: () => [],
    run: (input) => {
      written.push(input);
      return output;
    },
  });
  return [
    {
      name: 'sagemaker',
      operations: {
        DescribeEndpoint: describeEndpoint as unknown as Operation,
        UpdateEndpointWeightsAndCapacities: writes({ EndpointArn: `${ENDPOINT_ARN}a` }),
      },
    },
    { name: 'dynamodb', operations: { PutItem: writes({}) } },
    { name: 'sns', operations: { Publish: writes({ MessageId: 'm-1' }) } },
  ];
};
