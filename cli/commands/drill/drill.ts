import { shares } from '../../../lambdas/domain/words/figures.ts';
import type { Outcome } from '../../command.ts';
import { agreeTo, type Plan } from '../../confirm.ts';
import { EXIT } from '../../exit.ts';
import type { Session } from '../../session.ts';
import { tellWords } from '../../shown/tell.ts';
import { refuseAsk } from './arrived.ts';
import { type DrillReport, reportOf } from './report.ts';
import { rowsOf } from './rows.ts';
import { record, runHops } from './run.ts';
import { type Asked, openScene, type Scene } from './scene.ts';
import { putWeightsBack } from './shift.ts';

export const drill = async (session: Session, asked: Asked): Promise<Outcome<DrillReport>> => {
  refuseAsk(session, asked);
  const scene = await openScene(session, asked);
  await agreeTo(session, planOf(scene), { ...asked, stopped: stoppedWords(scene) });
  const hops = await runHops(scene);
  const { recorded } = await record(scene, hops);
  const traffic = asked.move ? await putWeightsBack(scene) : undefined;
  const report = reportOf(scene, { hops, recorded, traffic });
  return {
    report,
    rows: (page) => rowsOf(page, report),
    exit: report.worked ? EXIT.ok : EXIT.notWell,
  };
};

const stoppedWords = ({ asked, policy: { endpoint } }: Scene): string =>
  `Stopped. CloudWatch takes the alarm back by itself, and another drill of ${endpoint} can begin in a quarter of an hour.${
    asked.move ? ' Traffic may have been moved, and nobody puts it back.' : ''
  }\nnpx sagemaker-rollback status ${endpoint}`;

const planOf = ({ asked, policy, target, weights }: Scene): Plan => [
  `The alarm ${target.name} is set to ALARM, marked DRILL. Nothing is wrong with ${policy.endpoint}, and CloudWatch takes the alarm back by itself.`,
  `Everybody whom this endpoint tells gets CloudWatch's raw page, whose subject does not say DRILL, and two messages that do: ${tellWords(policy)}. Tell them beforehand.`,
  asked.move
    ? `All traffic goes to ${policy.stable}, as in an incident and in any mode; now it is ${shares(weights)}. When that is proved, you are asked whether it goes back.`
    : 'No traffic is moved.',
];
