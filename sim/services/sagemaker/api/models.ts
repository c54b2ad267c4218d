import type {
  CreateModelInput,
  DeleteModelInput,
  DescribeModelInput,
  ListModelsInput,
} from '@aws-sdk/client-sagemaker';
import type { Account } from '../../../types.ts';
import { listed } from '../listing.ts';
import type { Models } from '../models.ts';
import { refuseTags, type Tags } from '../tags.ts';
import { besides, everything, needIn, type Operations } from './needs.ts';

type Parts = { readonly account: Account; readonly models: Models; readonly tags: Tags };

export const modelOperations = ({ account, models, tags }: Parts): Operations => {
  const need = needIn(account);
  return {
    CreateModel: {
      needs: (input: CreateModelInput) => [
        need('CreateModel', 'model', input.ModelName),
        ...besides(need, 'model', input.ModelName, input),
      ],
      run: (input: CreateModelInput) => {
        refuseTags(input.Tags ?? []);
        const { arn } = models.create(input);
        tags.add(arn, input.Tags ?? []);
        return { ModelArn: arn };
      },
    },
    DescribeModel: {
      needs: ({ ModelName }: DescribeModelInput) => [need('DescribeModel', 'model', ModelName)],
      run: ({ ModelName = '' }: DescribeModelInput) => models.describe(ModelName),
    },
    ListModels: {
      needs: everything('ListModels'),
      run: (input: ListModelsInput) => {
        const { page, next } = listed(models.all(), input);
        const summary = ({ name: ModelName, arn: ModelArn, createdAt }: (typeof page)[number]) => ({
          ModelName,
          ModelArn,
          CreationTime: new Date(createdAt),
        });
        return { Models: page.map(summary), ...next };
      },
    },
    DeleteModel: {
      needs: ({ ModelName }: DeleteModelInput) => [need('DeleteModel', 'model', ModelName)],
      run: ({ ModelName = '' }: DeleteModelInput) => {
        tags.forget(models.remove(ModelName).arn);
        return {};
      },
    },
  };
};
