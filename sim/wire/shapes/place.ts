/** Where in an input or an output something is: member, item of a list (from 0), or entry of a map. */
export type Place = readonly Step[];
export type Step = { readonly member: string } | { readonly index: number } | { readonly key: string };

/** As validation messages write it: `desiredWeightsAndCapacities.1.member.variantName`. */
export const inMessage = (place: Place): string =>
  place
    .map((step) => {
      if ('member' in step) return step.member.charAt(0).toLowerCase() + step.member.slice(1);
      return 'index' in step ? `${step.index + 1}.member` : `${step.key}.member`;
    })
    .join('.');

/** As a form would name it: `MetricData.member.1.MetricName`. */
export const inForm = (place: Place): string =>
  place
    .map((step) => {
      if ('member' in step) return step.member;
      return 'index' in step ? `member.${step.index + 1}` : step.key;
    })
    .join('.');
