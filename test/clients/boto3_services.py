"""Every service of the small AWS but CloudWatch, SageMaker's and IAM, by boto3."""

import base64
import json
from datetime import datetime, timezone

from walk import ACCOUNT, REGION, check, client, refused, until, walk

UNICODE = "größer 😀 \t<&>\"' \u2028"


def arn(service, name):
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{name}"


def policy(service, action, resource):
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": action, "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


# Twelve hours: the world of this walk runs fast, and what was received is not to come again meanwhile.
LONG = "43200"


def received(url, count, **settings):
    """So many messages of a queue; standard queues may hand out fewer at a time than they have."""
    sqs, seen = client("sqs"), []

    def enough():
        answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=20, **settings)
        seen.extend(answer.get("Messages", []))
        return len(seen) >= count

    until(f"{count} messages", enough)
    return seen


def identity():
    who = client("sts").get_caller_identity()
    check("the account", who["Account"], ACCOUNT)


def queues():
    sqs = client("sqs")
    url = sqs.create_queue(QueueName="walk", Attributes={"VisibilityTimeout": LONG})["QueueUrl"]
    check("a queue's URL", sqs.get_queue_url(QueueName="walk")["QueueUrl"], url)
    check("the queues", url in sqs.list_queues(QueueNamePrefix="wal")["QueueUrls"], True)

    # The client compares the MD5 of bodies and attributes, and throws when they differ.
    attributes = {
        "text": {"DataType": "String", "StringValue": UNICODE.replace("\u2028", "")},
        "number": {"DataType": "Number.float", "StringValue": "1.5"},
        "bytes": {"DataType": "Binary", "BinaryValue": bytes(range(256))},
    }
    sqs.send_message(QueueUrl=url, MessageBody=UNICODE, MessageAttributes=attributes)
    batch = [{"Id": str(n), "MessageBody": f"body {n}"} for n in range(3)]
    sent = sqs.send_message_batch(QueueUrl=url, Entries=batch)
    check("sent in a batch", [one["Id"] for one in sent["Successful"]], ["0", "1", "2"])

    seen = received(url, 4, AttributeNames=["All"], MessageAttributeNames=["All"])
    bodies = sorted(message["Body"] for message in seen)
    check("received", bodies, sorted([UNICODE, "body 0", "body 1", "body 2"]))
    first = next(message for message in seen if message["Body"] == UNICODE)
    check("a binary attribute", first["MessageAttributes"]["bytes"]["BinaryValue"], bytes(range(256)))
    check("how often it was received", first["Attributes"]["ApproximateReceiveCount"], "1")
    sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=first["ReceiptHandle"], VisibilityTimeout=0)
    (again,) = received(url, 1, AttributeNames=["All"])
    check("received again", again["Attributes"]["ApproximateReceiveCount"], "2")
    sqs.delete_message(QueueUrl=url, ReceiptHandle=again["ReceiptHandle"])
    for other in seen:
        if other is not first:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=other["ReceiptHandle"])
    check("nothing is left", sqs.receive_message(QueueUrl=url).get("Messages", []), [])

    sqs.set_queue_attributes(QueueUrl=url, Attributes={"MessageRetentionPeriod": "60"})
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    check("an attribute", found["MessageRetentionPeriod"], "60")
    sqs.purge_queue(QueueUrl=url)
    refused("no such queue", lambda: sqs.get_queue_url(QueueName="none"), "AWS.SimpleQueueService.NonExistentQueue")
    refused("an empty batch", lambda: sqs.send_message_batch(QueueUrl=url, Entries=[]), "AWS.SimpleQueueService.EmptyBatchRequest")
    sqs.delete_queue(QueueUrl=url)


def topics():
    sns, sqs = client("sns"), client("sqs")
    url = sqs.create_queue(QueueName="heard", Attributes={"VisibilityTimeout": LONG})["QueueUrl"]
    sqs.set_queue_attributes(
        QueueUrl=url, Attributes={"Policy": policy("sns.amazonaws.com", "sqs:SendMessage", arn("sqs", "heard"))}
    )
    topic = sns.create_topic(Name="walk")["TopicArn"]
    check("a topic's ARN", topic, arn("sns", "walk"))
    subscription = sns.subscribe(
        TopicArn=topic, Protocol="sqs", Endpoint=arn("sqs", "heard"), ReturnSubscriptionArn=True
    )["SubscriptionArn"]
    sns.set_subscription_attributes(
        SubscriptionArn=subscription, AttributeName="FilterPolicy", AttributeValue=json.dumps({"kind": ["loud"]})
    )
    loud = {"kind": {"DataType": "String", "StringValue": "loud"}}
    sns.publish(TopicArn=topic, Message="not heard")
    sns.publish(TopicArn=topic, Subject="Hello", Message=UNICODE, MessageAttributes=loud)
    sns.publish(TopicArn=topic, Message="one", MessageAttributes=loud)
    messages = [json.loads(message["Body"]) for message in received(url, 2)]
    check("what was heard", sorted(one["Message"] for one in messages), sorted([UNICODE, "one"]))
    check("its topic", {one["TopicArn"] for one in messages}, {topic})

    attributes = sns.get_topic_attributes(TopicArn=topic)["Attributes"]
    check("subscriptions", attributes["SubscriptionsConfirmed"], "1")
    sns.set_topic_attributes(TopicArn=topic, AttributeName="DisplayName", AttributeValue="Walk")
    filtered = sns.get_subscription_attributes(SubscriptionArn=subscription)["Attributes"]["FilterPolicy"]
    check("the filter", json.loads(filtered), {"kind": ["loud"]})
    pages = sns.get_paginator("list_topics").paginate()
    check("the topics", topic in [one["TopicArn"] for page in pages for one in page["Topics"]], True)
    check("its subscriptions", len(sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]), 1)
    check("all subscriptions", len(sns.list_subscriptions()["Subscriptions"]) > 1, True)
    refused(
        "a token that nobody sent",
        lambda: sns.confirm_subscription(TopicArn=topic, Token="none"),
        "InvalidParameter",
        "Token",
    )
    sns.unsubscribe(SubscriptionArn=subscription)
    sns.delete_topic(TopicArn=topic)
    refused("no such topic", lambda: sns.publish(TopicArn=topic, Message="m"), "NotFound", "Topic does not exist", 404)


def parameters():
    ssm = client("ssm")
    name = "/walk/größe"
    refused("a name with an umlaut", lambda: ssm.put_parameter(Name=name, Value="1", Type="String"), "ValidationException")
    check("the first version", ssm.put_parameter(Name="/walk/one", Value=UNICODE, Type="String")["Version"], 1)
    refused("it is there", lambda: ssm.put_parameter(Name="/walk/one", Value="2", Type="String"), "ParameterAlreadyExists")
    check("the next", ssm.put_parameter(Name="/walk/one", Value=UNICODE, Overwrite=True)["Version"], 2)
    one = ssm.get_parameter(Name="/walk/one")["Parameter"]
    check("its value", one["Value"], UNICODE)
    check("its time is a time", one["LastModifiedDate"].tzinfo is not None, True)
    found = ssm.get_parameters(Names=["/walk/one", "/walk/two"])
    check("not there", found["InvalidParameters"], ["/walk/two"])
    pages = ssm.get_paginator("get_parameters_by_path").paginate(Path="/walk")
    check("by path", [one["Name"] for page in pages for one in page["Parameters"]], ["/walk/one"])
    described = [one["Name"] for page in ssm.get_paginator("describe_parameters").paginate() for one in page["Parameters"]]
    check("described", "/walk/one" in described, True)
    ssm.delete_parameter(Name="/walk/one")
    refused("it is gone", lambda: ssm.get_parameter(Name="/walk/one"), "ParameterNotFound")


def rules():
    events, sqs = client("events"), client("sqs")
    url = sqs.create_queue(QueueName="matched", Attributes={"VisibilityTimeout": LONG})["QueueUrl"]
    sqs.set_queue_attributes(
        QueueUrl=url, Attributes={"Policy": policy("events.amazonaws.com", "sqs:SendMessage", arn("sqs", "matched"))}
    )
    pattern = json.dumps({"source": ["walk"], "detail": {"n": [{"numeric": [">", 1]}]}})
    rule = events.put_rule(Name="walk", EventPattern=pattern, Description=UNICODE.replace("\t", ""))["RuleArn"]
    check("a rule's ARN", rule, arn("events", "rule/walk"))
    targets = [{"Id": "1", "Arn": arn("sqs", "matched")}]
    check("targets", events.put_targets(Rule="walk", Targets=targets)["FailedEntryCount"], 0)
    event = {"Source": "walk", "DetailType": "Step", "Time": datetime.now(timezone.utc)}
    put = events.put_events(
        Entries=[
            {**event, "Detail": json.dumps({"n": 1})},
            {**event, "Detail": json.dumps({"n": 2, "text": UNICODE})},
            {**event, "Detail": "no JSON"},
        ]
    )
    check("one entry fails", (put["FailedEntryCount"], put["Entries"][2]["ErrorCode"]), (1, "MalformedDetail"))
    (message,) = received(url, 1)
    body = json.loads(message["Body"])
    check("what matched", (body["detail"], body["account"]), ({"n": 2, "text": UNICODE}, ACCOUNT))
    matches = events.test_event_pattern(EventPattern=pattern, Event=message["Body"])
    check("the pattern matches it", matches["Result"], True)
    refused(
        "no pattern", lambda: events.put_rule(Name="x", EventPattern='{"source":"walk"}'), "InvalidEventPatternException"
    )
    events.disable_rule(Name="walk")
    check("disabled", events.describe_rule(Name="walk")["State"], "DISABLED")
    events.enable_rule(Name="walk")
    check("rules", [one["Name"] for one in events.list_rules(NamePrefix="walk")["Rules"]], ["walk"])
    check("its targets", [one["Id"] for one in events.list_targets_by_rule(Rule="walk")["Targets"]], ["1"])
    check("rules of a target", events.list_rule_names_by_target(TargetArn=arn("sqs", "matched"))["RuleNames"], ["walk"])
    check("the bus", events.describe_event_bus()["Name"], "default")
    check("the buses", [one["Name"] for one in events.list_event_buses()["EventBuses"]], ["default"])
    refused("it has targets", lambda: events.delete_rule(Name="walk"), "ValidationException", "targets")
    check("removed", events.remove_targets(Rule="walk", Ids=["1"])["FailedEntryCount"], 0)
    events.delete_rule(Name="walk")


def objects():
    s3, bucket = client("s3"), "walk-objects"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    check("a bucket is there", s3.head_bucket(Bucket=bucket)["BucketRegion"], REGION)
    check("its place", s3.get_bucket_location(Bucket=bucket)["LocationConstraint"], REGION)
    check("the buckets", bucket in [one["Name"] for one in s3.list_buckets()["Buckets"]], True)
    rule = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"][0]
    check("its encryption", rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"], "AES256")
    check("no versions", "Status" in s3.get_bucket_versioning(Bucket=bucket), False)
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    grant = {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/closed"}
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [grant]}))
    check("its policy", json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"], [grant])

    # The client compares the checksum of what it reads, and throws when it differs.
    key = f"walk/{UNICODE.strip()}"
    s3.put_object(Bucket=bucket, Key=key, Body=bytes(range(256)), Metadata={"origin": "walk"})
    found = s3.get_object(Bucket=bucket, Key=key)
    check("every octet", found["Body"].read(), bytes(range(256)))
    check("what was said of it", (found["Metadata"], found["ContentType"]), ({"origin": "walk"}, "binary/octet-stream"))
    check("its size", s3.head_object(Bucket=bucket, Key=key)["ContentLength"], 256)
    s3.put_object(Bucket=bucket, Key="closed", Body=b"")
    refused("a Deny", lambda: s3.get_object(Bucket=bucket, Key="closed"), "AccessDenied", status=403)
    listed = s3.list_objects_v2(Bucket=bucket, Delimiter="/")
    check("objects", [one["Key"] for one in listed["Contents"]], ["closed"])
    check("prefixes", [one["Prefix"] for one in listed["CommonPrefixes"]], ["walk/"])
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, PaginationConfig={"PageSize": 1})
    check("in pages", [one["Key"] for page in pages for one in page["Contents"]], ["closed", key])
    refused("no such key", lambda: s3.get_object(Bucket=bucket, Key="none"), "NoSuchKey", "key does not exist", 404)
    refused("not empty", lambda: s3.delete_bucket(Bucket=bucket), "BucketNotEmpty", status=409)
    refused("tags", lambda: s3.get_bucket_tagging(Bucket=bucket), "NotImplemented")

    check("a marker", s3.delete_object(Bucket=bucket, Key=key)["DeleteMarker"], True)
    pages = s3.get_paginator("list_object_versions").paginate(Bucket=bucket, PaginationConfig={"PageSize": 2})
    versions = [one for page in pages for one in page.get("Versions", []) + page.get("DeleteMarkers", [])]
    check("versions", sorted(one["Key"] for one in versions), ["closed", key, key])
    gone = s3.delete_objects(
        Bucket=bucket, Delete={"Objects": [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in versions]}
    )
    check("all deleted", (len(gone["Deleted"]), gone.get("Errors", [])), (3, []))
    s3.delete_bucket_policy(Bucket=bucket)
    s3.delete_bucket(Bucket=bucket)
    refused("no such bucket", lambda: s3.list_objects_v2(Bucket=bucket), "NoSuchBucket", status=404)


def stack():
    formation = client("cloudformation")
    # Others of other walks may be there.
    (only,) = [one for one in formation.describe_stacks()["Stacks"] if one["StackName"] == "sagemaker-rollback"]
    check("the stack", only["StackStatus"], "CREATE_COMPLETE")
    check("stacks", only["StackId"] in [one["StackId"] for one in formation.list_stacks()["StackSummaries"]], True)
    pages = formation.get_paginator("list_stack_resources").paginate(StackName=only["StackName"])
    resources = [one for page in pages for one in page["StackResourceSummaries"]]
    check("all described", len(formation.describe_stack_resources(StackName=only["StackName"])["StackResources"]) > 30, True)
    some = resources[0]["LogicalResourceId"]
    one = formation.describe_stack_resource(StackName=only["StackName"], LogicalResourceId=some)
    check("one of them", one["StackResourceDetail"]["PhysicalResourceId"], resources[0]["PhysicalResourceId"])
    check("its template", "Resources" in formation.get_template(StackName=only["StackName"])["TemplateBody"], True)
    refused(
        "no such stack",
        lambda: formation.describe_stacks(StackName="none"),
        "ValidationError",
        "Stack with id none does not exist",
        400,
    )


def physical(kind):
    """The names of the stack's resources of this type."""
    pages = client("cloudformation").get_paginator("list_stack_resources").paginate(StackName="sagemaker-rollback")
    found = [one for page in pages for one in page["StackResourceSummaries"]]
    return [one["PhysicalResourceId"] for one in found if one["ResourceType"] == kind]


def items():
    dynamo = client("dynamodb")
    (table,) = physical("AWS::DynamoDB::Table")
    check("tables", table in dynamo.list_tables()["TableNames"], True)
    described = dynamo.describe_table(TableName=table)["Table"]
    check("its key", [one["AttributeName"] for one in described["KeySchema"]], ["pk", "sk"])
    dynamo.describe_time_to_live(TableName=table)
    backups(table)
    key = {"pk": {"S": "walk"}, "sk": {"S": "1"}}
    whole = {
        **key,
        "text": {"S": UNICODE},
        "none": {"NULL": True},
        "bytes": {"B": bytes(range(256))},
        "deep": {"M": {"list": {"L": [{"N": "1.5"}, {"BOOL": False}, {"M": {}}, {"L": []}]}, "set": {"NS": ["1", "2"]}}},
    }
    dynamo.put_item(TableName=table, Item=whole)
    check("an item", dynamo.get_item(TableName=table, Key=key, ConsistentRead=True)["Item"], whole)
    check("no item", "Item" in dynamo.get_item(TableName=table, Key={**key, "sk": {"S": "2"}}), False)
    updated = dynamo.update_item(
        TableName=table,
        Key=key,
        UpdateExpression="SET #n = if_not_exists(#n, :zero) + :one REMOVE deep",
        ExpressionAttributeNames={"#n": "n"},
        ExpressionAttributeValues={":zero": {"N": "0"}, ":one": {"N": "1"}},
        ReturnValues="ALL_NEW",
    )["Attributes"]
    check("updated", (updated["n"], "deep" in updated), ({"N": "1"}, False))
    refused(
        "a condition",
        lambda: dynamo.put_item(TableName=table, Item=key, ConditionExpression="attribute_not_exists(pk)"),
        "ConditionalCheckFailedException",
        "The conditional request failed",
    )
    dynamo.batch_write_item(
        RequestItems={table: [{"PutRequest": {"Item": {"pk": {"S": "walk"}, "sk": {"S": f"b{n}"}}}} for n in range(5)]}
    )
    query = {
        "TableName": table,
        "KeyConditionExpression": "pk = :p AND begins_with(sk, :b)",
        "ExpressionAttributeValues": {":p": {"S": "walk"}, ":b": {"S": "b"}},
    }
    pages = list(dynamo.get_paginator("query").paginate(**query, PaginationConfig={"PageSize": 2}))
    check("a query in pages", [len(page["Items"]) for page in pages], [2, 2, 1])
    check("a scan", len(dynamo.scan(TableName=table)["Items"]) >= 6, True)
    got = dynamo.batch_get_item(RequestItems={table: {"Keys": [key]}})["Responses"][table]
    check("a batch", len(got), 1)
    dynamo.transact_write_items(TransactItems=[{"Delete": {"TableName": table, "Key": {"pk": {"S": "walk"}, "sk": {"S": "b0"}}}}])
    check("a transaction", dynamo.transact_get_items(TransactItems=[{"Get": {"TableName": table, "Key": key}}])["Responses"][0]["Item"]["n"], {"N": "1"})
    dynamo.delete_item(TableName=table, Key=key)
    refused("no such table", lambda: dynamo.scan(TableName="none"), "ResourceNotFoundException")


def backups(table):
    """Of a table that begins with them; leaves it as it was."""
    dynamo = client("dynamodb")

    def told(answer):
        description = answer["ContinuousBackupsDescription"]
        check("backups", description["ContinuousBackupsStatus"], "ENABLED")
        return description["PointInTimeRecoveryDescription"]

    def turned(**settings):
        return told(dynamo.update_continuous_backups(TableName=table, PointInTimeRecoverySpecification=settings))

    first = told(dynamo.describe_continuous_backups(TableName=table))
    check("recovery", (first["PointInTimeRecoveryStatus"], first["RecoveryPeriodInDays"]), ("ENABLED", 35))
    check("since", first["EarliestRestorableDateTime"] <= first["LatestRestorableDateTime"], True)
    check("without", turned(PointInTimeRecoveryEnabled=False), {"PointInTimeRecoveryStatus": "DISABLED"})
    check("as it says", told(dynamo.describe_continuous_backups(TableName=table)), {"PointInTimeRecoveryStatus": "DISABLED"})
    check("a week", turned(PointInTimeRecoveryEnabled=True, RecoveryPeriodInDays=7)["RecoveryPeriodInDays"], 7)
    check("as long as before", turned(PointInTimeRecoveryEnabled=True)["RecoveryPeriodInDays"], 35)
    refused("backups of no table", lambda: dynamo.describe_continuous_backups(TableName="none"), "TableNotFoundException", "none", 400)


def functions():
    lambdas = client("lambda")
    name = next(name for name in physical("AWS::Lambda::Function") if name.startswith("Notify"))
    check("functions", len(lambdas.list_functions()["Functions"]), 2)
    check("its code", "CodeSha256" in lambdas.get_function(FunctionName=name)["Configuration"], True)
    check("its time", lambdas.get_function_configuration(FunctionName=name)["Timeout"], 20)
    invoked = lambdas.invoke(FunctionName=name, Payload=json.dumps({"unknown": UNICODE}), LogType="Tail")
    said = json.loads(invoked["Payload"].read())
    check("it fails", (invoked["StatusCode"], invoked.get("FunctionError")), (200, "Unhandled"))
    check("and says why", "errorMessage" in said, True)
    check("and logs", "REPORT RequestId" in base64.b64decode(invoked["LogResult"]).decode(), True)
    check("later", lambdas.invoke(FunctionName=name, InvocationType="Event", Payload=b"{}")["StatusCode"], 202)
    check("not at all", lambdas.invoke(FunctionName=name, InvocationType="DryRun")["StatusCode"], 204)
    refused("no JSON", lambda: lambdas.invoke(FunctionName=name, Payload=b"{"), "InvalidRequestContentException", status=400)
    refused("no such function", lambda: lambdas.invoke(FunctionName="none"), "ResourceNotFoundException", "none", 404)
    refused("nothing to delete", lambda: lambdas.delete_function(FunctionName="none"), "ResourceNotFoundException", "none", 404)
    lambdas.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=3)
    check("reserved", lambdas.get_function_concurrency(FunctionName=name)["ReservedConcurrentExecutions"], 3)
    lambdas.delete_function_concurrency(FunctionName=name)
    lambdas.put_function_event_invoke_config(FunctionName=name, MaximumRetryAttempts=0)
    check("retries", lambdas.get_function_event_invoke_config(FunctionName=name)["MaximumRetryAttempts"], 0)
    grant = {"StatementId": "walk", "Action": "lambda:InvokeFunction", "Principal": "sns.amazonaws.com"}
    lambdas.add_permission(FunctionName=name, **grant)
    check("granted", '"walk"' in lambdas.get_policy(FunctionName=name)["Policy"], True)
    lambdas.remove_permission(FunctionName=name, StatementId="walk")
    refused(
        "no archive", lambda: lambdas.update_function_code(FunctionName=name, ZipFile=b"text"), "InvalidParameterValueException", "Could not unzip"
    )
    lambdas.update_function_configuration(FunctionName=name, Timeout=21)
    until("a new configuration", lambda: lambdas.get_function_configuration(FunctionName=name)["Timeout"] == 21)


if __name__ == "__main__":
    walk(identity, queues, topics, parameters, objects, rules, stack, items, functions)
