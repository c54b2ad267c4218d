#!/bin/sh
# Walks through the small AWS with the AWS CLI, version 1 or 2: aws-cli.sh ENDPOINT_URL REGION.
# Prints a line for each thing that is not as it should be, and as the last one how many checks there were.
# Each call starts a Python of its own, so that there are few: what they share with boto3 is walked through there.
set -u
URL=$1 REGION=$2
NAME=cli-$$
CHECKS=0
DIR=$(mktemp -d)
trap 'rm -rf "$DIR"' EXIT

# No configuration of the user's own, and no pager.
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_PAGER='' AWS_EC2_METADATA_DISABLED=true
export AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any AWS_MAX_ATTEMPTS=1 PYTHONUTF8=1 NO_COLOR=1
unset AWS_SESSION_TOKEN AWS_PROFILE AWS_ENDPOINT_URL

ask() { aws --endpoint-url "$URL" --region "$REGION" --output text "$@" 2>&1; }

# expect STATUS WHAT WANTED COMMAND...: the command ends so, and its output has this in it.
expect() {
  status=$1 what=$2 wanted=$3
  shift 3
  CHECKS=$((CHECKS + 1))
  seen=$(ask "$@")
  ended=$?
  [ "$ended" = 0 ] && ended=ok || ended=refused
  case $ended$seen in
    "$status"*"$wanted"*) ;;
    *) echo "$what: $ended: $seen, not $wanted" ;;
  esac
}
gives() { expect ok "$@"; }
refuses() { expect refused "$@"; }

gives 'endpoints in pages' fraud-observe sagemaker list-endpoints --page-size 1 --query 'Endpoints[].[EndpointName]'
refuses 'no endpoint' 'Could not find endpoint "arn:aws:sagemaker:' sagemaker describe-endpoint --endpoint-name none

printf '\001\002\377' > "$DIR/body"
gives 'an invocation' canary sagemaker-runtime invoke-endpoint --endpoint-name fraud-detector --target-variant canary \
  --body "fileb://$DIR/body" "$DIR/answer" --query InvokedProductionVariant

refuses 'half an alarm' '(ValidationError) when calling the PutMetricAlarm operation' cloudwatch put-metric-alarm \
  --alarm-name x --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanThreshold
gives 'data are put' '' cloudwatch put-metric-data --namespace "$NAME" --metric-name M --value 1.25 --unit Count --dimensions 'A=1,B=2'
gives 'a guard' 'GreaterThanThreshold	OK' cloudwatch describe-alarms --max-items 1 \
  --alarm-name-prefix sagemaker-rollback/guard/fraud-detector/stable/ --query 'MetricAlarms[].[ComparisonOperator,StateValue]'

QUEUE=$(ask sqs create-queue --queue-name "$NAME" --query QueueUrl)
gives 'a message goes in' '' sqs send-message --queue-url "$QUEUE" --message-body 'größer & <weiter>'
gives 'and comes out' 'größer & <weiter>' sqs receive-message --queue-url "$QUEUE" --query 'Messages[].Body'
refuses 'the wrong Region' 'Credential should be scoped to a valid region' --region us-east-1 sqs list-queues
echo "$CHECKS checks"
