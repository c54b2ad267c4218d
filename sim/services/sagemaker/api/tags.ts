import type { AddTagsInput, DeleteTagsInput, ListTagsInput } from '@aws-sdk/client-sagemaker';
import { invalid } from '../refusals.ts';
import type { Tags } from '../tags.ts';
import type { Operations } from './needs.ts';

export const tagging = (tags: Tags): Operations => ({
  AddTags: {
    needs: ({ ResourceArn: resource = '' }: AddTagsInput) => [{ action: 'sagemaker:AddTags', resource }],
    run: ({ ResourceArn = '', Tags = [] }: AddTagsInput) => ({ Tags: tags.add(ResourceArn, Tags) }),
  },
  ListTags: {
    needs: ({ ResourceArn: resource = '' }: ListTagsInput) => [{ action: 'sagemaker:ListTags', resource }],
    run: ({ ResourceArn = '', NextToken }: ListTagsInput) => {
      // A resource's tags always fit on one page, so there is no token that was ever given out.
      if (NextToken !== undefined) throw invalid('Invalid NextToken.');
      return { Tags: tags.list(ResourceArn) };
    },
  },
  DeleteTags: {
    needs: ({ ResourceArn: resource = '' }: DeleteTagsInput) => [{ action: 'sagemaker:DeleteTags', resource }],
    run: ({ ResourceArn = '', TagKeys = [] }: DeleteTagsInput) => {
      tags.remove(ResourceArn, TagKeys);
      return {};
    },
  },
});
