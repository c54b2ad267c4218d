"""An endpoint from its first model to its last minute, by boto3: served, watched, breached, moved, deleted."""

import json

from walk import ACCOUNT, REGION, check, client, refused, until, walk

sagemaker, runtime = client("sagemaker"), client("sagemaker-runtime")
cloudwatch, events, sns, sqs = client("cloudwatch"), client("events"), client("sns"), client("sqs")

QUICK = {"Delay": 0.3, "MaxAttempts": 80}
TAGS = [{"Key": "team", "Value": "größer"}]


def arn(service, name):
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{name}"


def variant(name, weight):
    return {
        "VariantName": name,
        "ModelName": "walk",
        "InitialInstanceCount": 1,
        "InstanceType": "ml.m5.large",
        "InitialVariantWeight": weight,
    }


def created():
    sagemaker.create_model(
        ModelName="walk",
        ExecutionRoleArn=f"arn:aws:iam::{ACCOUNT}:role/walk",
        PrimaryContainer={"Image": f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/walk:1", "Environment": {"A": "b"}},
        Tags=TAGS,
    )
    check("a model", sagemaker.describe_model(ModelName="walk")["PrimaryContainer"]["Environment"], {"A": "b"})
    for config, weights in {"walk-1": (0.9, 0.1), "walk-2": (0.5, 0.5)}.items():
        sagemaker.create_endpoint_config(
            EndpointConfigName=config,
            ProductionVariants=[variant("blue", weights[0]), variant("green", weights[1])],
        )
    config = sagemaker.describe_endpoint_config(EndpointConfigName="walk-1")
    check("its weights are floats of 32 bits", [one["InitialVariantWeight"] for one in config["ProductionVariants"]],
          [0.8999999761581421, 0.10000000149011612])
    configs = sagemaker.get_paginator("list_endpoint_configs").paginate(NameContains="walk", PaginationConfig={"PageSize": 1})
    check("configs in pages", sum(len(page["EndpointConfigs"]) for page in configs), 2)
    check("models", [one["ModelName"] for one in sagemaker.list_models(NameContains="walk")["Models"]], ["walk"])

    made = sagemaker.create_endpoint(EndpointName="Walk", EndpointConfigName="walk-1", Tags=TAGS)["EndpointArn"]
    check("its ARN is in small letters", made, arn("sagemaker", "endpoint/walk"))
    check("creating", sagemaker.describe_endpoint(EndpointName="Walk")["EndpointStatus"], "Creating")
    refused("not yet", lambda: sagemaker.update_endpoint(EndpointName="Walk", EndpointConfigName="walk-2"), "ValidationException")
    refused("not served yet", lambda: runtime.invoke_endpoint(EndpointName="Walk", Body=b"x"), "ValidationError")
    refused("twice", lambda: sagemaker.create_endpoint(EndpointName="Walk", EndpointConfigName="walk-1"),
            "ValidationException", "Cannot create already existing endpoint", 400)
    refused("not there", lambda: sagemaker.describe_endpoint(EndpointName="none"), "ValidationException",
            'Could not find endpoint "arn:aws:sagemaker', 400)
    sagemaker.add_tags(ResourceArn=made, Tags=[{"Key": "a", "Value": ""}])
    sagemaker.delete_tags(ResourceArn=made, TagKeys=["team"])
    check("tags", sagemaker.list_tags(ResourceArn=made)["Tags"], [{"Key": "a", "Value": ""}])
    sagemaker.get_waiter("endpoint_in_service").wait(EndpointName="Walk", WaiterConfig=QUICK)


def invoked():
    body = bytes(range(256))
    seen = [runtime.invoke_endpoint(EndpointName="Walk", Body=body, ContentType="application/octet-stream") for _ in range(40)]
    check("variants that answer", {one["InvokedProductionVariant"] for one in seen} <= {"blue", "green"}, True)
    check("an answer has a body", len(seen[0]["Body"].read()) > 0, True)
    pinned = runtime.invoke_endpoint(EndpointName="Walk", Body=body, TargetVariant="green")
    check("pinned", pinned["InvokedProductionVariant"], "green")
    refused("pinned to nothing", lambda: runtime.invoke_endpoint(EndpointName="Walk", Body=body, TargetVariant="none"), "ValidationError")

    query = {
        "Namespace": "AWS/SageMaker",
        "MetricName": "Invocations",
        "Dimensions": [{"Name": "EndpointName", "Value": "Walk"}, {"Name": "VariantName", "Value": "green"}],
    }
    metrics = lambda: cloudwatch.list_metrics(Namespace="AWS/SageMaker", MetricName="Invocations", Dimensions=query["Dimensions"])["Metrics"]
    check("what was invoked is counted", until("a metric of the endpoint", metrics)[0]["MetricName"], "Invocations")


def allow(queue, *services):
    statements = [
        {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sqs:SendMessage", "Resource": arn("sqs", queue)}
        for service in services
    ]
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def watched():
    """An alarm tells SNS and EventBridge, and both tell SQS."""
    urls = {}
    for queue, service in {"paged": "sns.amazonaws.com", "ruled": "events.amazonaws.com"}.items():
        urls[queue] = sqs.create_queue(QueueName=queue, Attributes={"Policy": allow(queue, service)})["QueueUrl"]
    publish = {"Effect": "Allow", "Principal": {"Service": "cloudwatch.amazonaws.com"}, "Action": "sns:Publish",
               "Resource": arn("sns", "pager"), "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}}}
    topic = sns.create_topic(
        Name="pager", Attributes={"Policy": json.dumps({"Version": "2012-10-17", "Statement": [publish]})}
    )["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn("sqs", "paged"))
    pattern = {"source": ["aws.cloudwatch"], "detail-type": ["CloudWatch Alarm State Change"],
               "detail": {"alarmName": [{"prefix": "walk/"}], "state": {"value": ["ALARM"]}}}
    events.put_rule(Name="alarms-of-walk", EventPattern=json.dumps(pattern))
    events.put_targets(Rule="alarms-of-walk", Targets=[{"Id": "q", "Arn": arn("sqs", "ruled"), "InputPath": "$.detail"}])

    dimensions = [{"Name": "EndpointName", "Value": "Walk"}]
    cloudwatch.put_metric_alarm(
        AlarmName="walk/errors", Namespace="Walk", MetricName="Errors", Dimensions=dimensions, Statistic="Sum", Period=60,
        EvaluationPeriods=1, Threshold=3, ComparisonOperator="GreaterThanThreshold", TreatMissingData="ignore", AlarmActions=[topic],
    )
    errors = {"MetricName": "Errors", "Dimensions": dimensions, "Values": [1], "Counts": [5]}
    cloudwatch.put_metric_data(Namespace="Walk", MetricData=[errors])

    def heard(queue):
        found = until(queue, lambda: sqs.receive_message(QueueUrl=urls[queue], WaitTimeSeconds=20).get("Messages"))
        return json.loads(found[0]["Body"])

    paged = json.loads(heard("paged")["Message"])
    check("the page", (paged["AlarmName"], paged["NewStateValue"], paged["Trigger"]["Dimensions"]),
          ("walk/errors", "ALARM", [{"name": "EndpointName", "value": "Walk"}]))
    ruled = heard("ruled")
    check("the rule", (ruled["alarmName"], ruled["state"]["value"]), ("walk/errors", "ALARM"))
    check("both say why", (paged["NewStateReason"], "[5.0 (" in paged["NewStateReason"]), (ruled["state"]["reason"], True))


def moved():
    desired = [{"VariantName": "blue", "DesiredWeight": 1}, {"VariantName": "green", "DesiredWeight": 0}]
    sagemaker.update_endpoint_weights_and_capacities(EndpointName="Walk", DesiredWeightsAndCapacities=desired)
    sagemaker.get_waiter("endpoint_in_service").wait(EndpointName="Walk", WaiterConfig=QUICK)
    variants = sagemaker.describe_endpoint(EndpointName="Walk")["ProductionVariants"]
    check("weights", [(one["CurrentWeight"], one["DesiredWeight"]) for one in variants], [(1.0, 1.0), (0.0, 0.0)])
    seen = {runtime.invoke_endpoint(EndpointName="Walk", Body=b"x")["InvokedProductionVariant"] for _ in range(20)}
    check("all to one", seen, {"blue"})

    sagemaker.update_endpoint(EndpointName="Walk", EndpointConfigName="walk-2")
    sagemaker.get_waiter("endpoint_in_service").wait(EndpointName="Walk", WaiterConfig=QUICK)
    check("another config", sagemaker.describe_endpoint(EndpointName="Walk")["EndpointConfigName"], "walk-2")


def scaled():
    scaling = client("application-autoscaling")
    target = {
        "ServiceNamespace": "sagemaker",
        "ResourceId": "endpoint/Walk/variant/blue",
        "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
    }
    scaling.register_scalable_target(**target, MinCapacity=1, MaxCapacity=2)
    check("a target", scaling.describe_scalable_targets(ServiceNamespace="sagemaker")["ScalableTargets"][0]["MaxCapacity"], 2)
    tracking = {
        "TargetValue": 100.0,
        "PredefinedMetricSpecification": {"PredefinedMetricType": "SageMakerVariantInvocationsPerInstance"},
    }
    scaling.put_scaling_policy(
        **target, PolicyName="walk", PolicyType="TargetTrackingScaling", TargetTrackingScalingPolicyConfiguration=tracking
    )
    policies = scaling.describe_scaling_policies(ServiceNamespace="sagemaker")["ScalingPolicies"]
    check("policies", [one["PolicyName"] for one in policies], ["walk"])
    check("what it did", scaling.describe_scaling_activities(ServiceNamespace="sagemaker")["ScalingActivities"], [])
    scaling.delete_scaling_policy(**target, PolicyName="walk")
    scaling.deregister_scalable_target(**target)


def deleted():
    cloudwatch.delete_alarms(AlarmNames=["walk/errors"])
    pages = sagemaker.get_paginator("list_endpoints").paginate(NameContains="Walk", StatusEquals="InService")
    check("it serves", [one["EndpointName"] for page in pages for one in page["Endpoints"]], ["Walk"])
    sagemaker.delete_endpoint(EndpointName="Walk")
    sagemaker.get_waiter("endpoint_deleted").wait(EndpointName="Walk", WaiterConfig=QUICK)
    for config in ("walk-1", "walk-2"):
        sagemaker.delete_endpoint_config(EndpointConfigName=config)
    sagemaker.delete_model(ModelName="walk")
    refused("no model", lambda: sagemaker.describe_model(ModelName="walk"), "ValidationException", "Could not find model")


if __name__ == "__main__":
    walk(created, invoked, watched, moved, scaled, deleted)
