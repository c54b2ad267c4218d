import type { Answer } from '../../../lambdas/domain/answer.ts';
import type { Ending, Incident } from '../../../lambdas/domain/incident.ts';
import type { Instant } from '../../../lambdas/domain/model.ts';
import type { Deployment, Policy } from '../../../lambdas/domain/policy.ts';
import { rollback } from '../../../lambdas/domain/words/commands.ts';
import { IN_SHORT } from '../../../lambdas/domain/words/endings.ts';
import { asLine } from '../../../lambdas/domain/words/letter.ts';
import { endingOf } from '../../shown/incident.ts';
import { listed } from '../../shown/text.ts';
import { moment } from '../../shown/times.ts';
import { Trouble } from '../../trouble.ts';

/** What keeps an answer from being given. Nothing was changed by then. */
export const asksNobody = ({ endpoint, mode }: Policy): Trouble =>
  new Trouble(
    'not-now',
    `${endpoint} is in mode ${mode}, and only mode approve takes an answer.`,
    mode === 'auto' ? `See what goes on: npx sagemaker-rollback status ${endpoint}` : rollback(endpoint),
  );

export const noLedger = (why = 'The ledger did not answer.'): Trouble =>
  new Trouble('aws', why, 'Nothing was changed: an answer is kept in the ledger. Try again, or roll back by hand.');

export const noIncident = (id: string, { policies }: Deployment): Trouble =>
  new Trouble(
    'no-such-incident',
    `${id} is no incident of an endpoint that is guarded: one is called ENDPOINT-YYYYMMDDTHHMMSS.`,
    `Copy it from its message, or see what is open: npx sagemaker-rollback status. Guarded: ${listed(policies.map(({ endpoint }) => endpoint))}.`,
  );

export const otherIncident = (id: string, { endpoint }: Policy, newest: Incident | undefined): Trouble =>
  new Trouble(
    'no-such-incident',
    newest === undefined
      ? `The ledger has no incident of ${endpoint}.`
      : `${id} is not the newest incident of ${endpoint}: that is ${newest.id}, ${endingOf(newest) ?? 'which is open'}.`,
    `Nothing was changed. See it: npx sagemaker-rollback status ${endpoint}`,
  );

export const over = (incident: Incident): Trouble =>
  new Trouble(
    'not-now',
    `${incident.id} is over: ${endingOf(incident)}.`,
    `Nothing was changed. A new breach asks anew; to shift now: ${rollback(incident.endpoint)}`,
  );

export const ending = ({ id, endpoint }: Incident, { because }: Ending): Trouble =>
  new Trouble(
    'not-now',
    `${id} is over with the next look: ${IN_SHORT[because]}.`,
    `Nothing was changed. To shift all the same: ${rollback(endpoint)}`,
  );

/** What a restore would go back to is known only once nothing else holds it. */
export const notAskedYet = ({ id, endpoint }: Incident): Trouble =>
  new Trouble(
    'not-now',
    `${id} asks for nothing yet: something else holds it.`,
    `Nothing was changed. See what: npx sagemaker-rollback status ${endpoint}`,
  );

export const shifting = ({ id, endpoint }: Incident): Trouble =>
  new Trouble(
    'not-now',
    `The shift of ${id} is asked for already.`,
    `Nothing was changed. See what became of it: npx sagemaker-rollback status ${endpoint}`,
  );

export const answered = ({ kind, by, at, until, reason }: Answer, now: Instant): Trouble =>
  new Trouble(
    'not-now',
    `${asLine(by)} ${kind === 'approve' ? 'approved' : 'declined'} it at ${moment(at, now)}${reason === undefined ? '' : `: "${asLine(reason)}"`}.`,
    `Nothing was changed: the first answer stands, until ${moment(until, now)}. A person can always roll back.`,
  );

export const unreadable = (endpoint: string): Trouble =>
  new Trouble(
    'aws',
    `In the place of the answer for ${endpoint} the ledger holds something that is none.`,
    `Nothing was changed. Who wrote it is in CloudTrail, if data events are logged. To shift now: ${rollback(endpoint)}`,
  );
