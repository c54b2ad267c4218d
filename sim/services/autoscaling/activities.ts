import type { DescribeScalingActivitiesRequest, ScalingActivity } from '@aws-sdk/client-application-auto-scaling';
import { paged } from './paging.ts';
import type { Store } from './store.ts';
import { type Activity, DIMENSION, NAMESPACE, refuseOtherDimensions, refuseOtherServices } from './target.ts';

const MOST_ACTIVITIES = 50;

/** Newest first. */
export const describeActivities = (store: Store, input: DescribeScalingActivitiesRequest) => {
  refuseOtherServices(input.ServiceNamespace);
  refuseOtherDimensions(input.ScalableDimension);
  if (input.IncludeNotScaledActivities === true) {
    throw new Error('DescribeScalingActivities: the small AWS does not keep why it did not scale');
  }
  const { ResourceId: id } = input;
  const matching = store.activities.filter(({ resourceId }) => id === undefined || resourceId === id);
  const { page, next } = paged(matching, input, MOST_ACTIVITIES);
  return { ScalingActivities: page.map(described), ...next };
};

const described = (activity: Activity): ScalingActivity => ({
  ActivityId: activity.id,
  ServiceNamespace: NAMESPACE,
  ResourceId: activity.resourceId,
  ScalableDimension: DIMENSION,
  Description: activity.description,
  Cause: activity.cause,
  StartTime: new Date(activity.startedAt),
  ...(activity.endedAt !== undefined && { EndTime: new Date(activity.endedAt) }),
  StatusCode: activity.status,
  StatusMessage: activity.message,
});
