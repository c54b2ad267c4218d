import type { Wires } from '../../types.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const SUFFIX = 12;
/** The shortest of what services take as a name. */
const LONGEST = 64;

/** What CloudFormation calls a resource that the template gives no name: `STACK-LOGICAL_ID-SUFFIX`, cut to fit. */
export const physicalName = ({ seeded }: Wires, stackName: string, logicalId: string): string => {
  const draw = seeded.random(`physical name ${stackName}/${logicalId}`);
  const suffix = Array.from({ length: SUFFIX }, () => LETTERS[Math.floor(draw() * LETTERS.length)]).join('');
  const room = LONGEST - SUFFIX - 2;
  const stack = stackName.slice(0, Math.max(Math.floor(room / 2), room - logicalId.length));
  return `${stack}-${logicalId.slice(0, room - stack.length)}-${suffix}`;
};
