"""CloudFormation by boto3: stacks that are made, changed and deleted, at once and by change sets."""

import json
from datetime import timedelta

from botocore.exceptions import WaiterError

from walk import ACCOUNT, REGION, check, client, refused, walk

# Made once: botocore takes long to read what a service can do.
formation, s3, sqs, ssm = client("cloudformation"), client("s3"), client("sqs"), client("ssm")

BUCKET = "stacks-templates"
STORED = "/stacks/stored"
PARAMETERS = {
    "Level": {"Type": "String", "Default": "low", "AllowedValues": ["low", "high"], "Description": "How much < & >"},
    "Secret": {"Type": "String", "NoEcho": True},
    "Stored": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": STORED},
}
SECRET = [{"ParameterKey": "Secret", "ParameterValue": "sesame"}]
TAGS = [{"Key": "team", "Value": "walk"}]
# The worlds of walks run fast: what takes a second there takes no time here.
SOON = {"Delay": 0.1, "MaxAttempts": 150}


def queue(seconds=30):
    return {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": seconds}}


def parameter(name, value):
    return {"Type": "AWS::SSM::Parameter", "Properties": {"Name": name, "Type": "String", "Value": value}}


def template(resources, **sections):
    return {"AWSTemplateFormatVersion": "2010-09-09", **sections, "Resources": resources}


def ended(waiter, name):
    """The stack, once the waiter of boto3 is content with it."""
    formation.get_waiter(waiter).wait(StackName=name, WaiterConfig=SOON)
    return formation.describe_stacks(StackName=name)["Stacks"][0]


def failing(waiter, **asked):
    """The answer that the waiter of boto3 takes for a failure."""
    try:
        formation.get_waiter(waiter).wait(**asked, WaiterConfig=SOON)
    except WaiterError as error:
        return error.last_response
    raise AssertionError(f"{waiter}: {asked} is no failure")


def listed(operation, key, **asked):
    """All that is on the pages of a list."""
    pages = formation.get_paginator(operation).paginate(**asked)
    return [one for page in pages for one in page[key]]


def told(name, status):
    """Which of its parts a stack's events say to be in this status, the first first."""
    events = reversed(listed("describe_stack_events", "StackEvents", StackName=name))
    return [one["LogicalResourceId"] for one in events if one["ResourceStatus"] == status]


def arn_of(name):
    return f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/{name}/"


def value(name):
    return ssm.get_parameter(Name=name)["Parameter"]["Value"]


def summaries():
    whole = template(
        {"Inbox": queue(), "Outbox": queue(), "Address": parameter("/stacks/never", {"Ref": "Inbox"})},
        Description='So "small" & <plain>',
        Metadata={"Walk": {"by": "foot"}},
        Parameters=PARAMETERS,
    )
    seen = formation.get_template_summary(TemplateBody=json.dumps(whole))
    check("its description", seen["Description"], whole["Description"])
    check("its types", sorted(seen["ResourceTypes"]), ["AWS::SQS::Queue", "AWS::SSM::Parameter"])
    check("its version", seen["Version"], "2010-09-09")
    check("its metadata", json.loads(seen["Metadata"]), whole["Metadata"])
    check("no capabilities", seen.get("Capabilities", []), [])
    declared = {one["ParameterKey"]: one for one in seen["Parameters"]}
    check("its parameters", sorted(declared), ["Level", "Secret", "Stored"])
    check("a default", (declared["Level"]["DefaultValue"], "DefaultValue" in declared["Secret"]), ("low", False))
    check("hidden", [declared[name]["NoEcho"] for name in PARAMETERS], [False, True, False])
    check("a type", declared["Stored"]["ParameterType"], PARAMETERS["Stored"]["Type"])
    check("allowed", declared["Level"]["ParameterConstraints"]["AllowedValues"], ["low", "high"])
    check("what it is for", declared["Level"]["Description"], "How much < & >")

    trust = {"Version": "2012-10-17", "Statement": []}
    role = {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "stacks-role", "AssumeRolePolicyDocument": trust}}
    named = template({"Role": role})
    seen = formation.get_template_summary(TemplateBody=json.dumps(named))
    check("what it takes", seen["Capabilities"], ["CAPABILITY_NAMED_IAM"])
    check("because of what", "[AWS::IAM::Role]" in seen["CapabilitiesReason"], True)
    refused(
        "unsaid",
        lambda: formation.create_stack(StackName="stacks-unsaid", TemplateBody=json.dumps(named)),
        "InsufficientCapabilitiesException",
        "Requires capabilities : [CAPABILITY_NAMED_IAM]",
        400,
    )

    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_object(Bucket=BUCKET, Key="small.json", Body=json.dumps(whole).encode())
    address = f"https://{BUCKET}.s3.{REGION}.amazonaws.com"
    seen = formation.get_template_summary(TemplateURL=f"{address}/small.json")
    check("from a bucket", seen["Description"], whole["Description"])
    refused("not there", lambda: formation.get_template_summary(TemplateURL=f"{address}/none"), "ValidationError", "S3 error")
    s3.delete_object(Bucket=BUCKET, Key="small.json")
    s3.delete_bucket(Bucket=BUCKET)
    refused("no JSON", lambda: formation.get_template_summary(TemplateBody="{"), "ValidationError", "JSON not well-formed", 400)
    refused("nothing", lambda: formation.get_template_summary(), "ValidationError", "Either Template URL or Template Body", 400)
    refused("no stack", lambda: formation.get_template_summary(StackName="none"), "ValidationError", "Stack with id none does not exist")


def directly():
    name = "stacks-direct"
    ssm.put_parameter(Name=STORED, Value="kept", Type="String")
    outputs = {
        "Url": {"Value": {"Ref": "Inbox"}, "Description": "Where <to>", "Export": {"Name": f"{name}-url"}},
        "Read": {"Value": {"Fn::Sub": "${Level} ${Stored}"}},
    }

    def body(seconds=30, **more):
        resources = {"Address": parameter("/stacks/address", {"Ref": "Inbox"}), "Inbox": queue(seconds), **more}
        return template(resources, Description="Direct", Parameters=PARAMETERS, Outputs=outputs)

    def asked(text, **settings):
        return {"StackName": name, "TemplateBody": json.dumps(text), "Parameters": SECRET, **settings}

    refused("an odd name", lambda: formation.create_stack(**{**asked(body()), "StackName": "a_b"}), "ValidationError", "'a_b' at 'stackName'")
    refused("no value", lambda: formation.create_stack(**asked(body(), Parameters=[])), "ValidationError", "Parameters: [Secret] must have values", 400)
    strange = [*SECRET, {"ParameterKey": "Odd", "ParameterValue": ""}]
    refused("no such parameter", lambda: formation.create_stack(**asked(body(), Parameters=strange)), "ValidationError", "Parameters: [Odd] do not exist in the template")
    middling = [*SECRET, {"ParameterKey": "Level", "ParameterValue": "mid"}]
    refused("not allowed", lambda: formation.create_stack(**asked(body(), Parameters=middling)), "ValidationError", "Parameter 'Level' must be one of AllowedValues")

    made = formation.create_stack(**asked(body(), Tags=TAGS, EnableTerminationProtection=True))["StackId"]
    check("its id", made.startswith(arn_of(name)), True)
    stack = ended("stack_create_complete", name)
    check("it is there", (stack["StackId"], stack["StackStatus"], stack["Description"]), (made, "CREATE_COMPLETE", "Direct"))
    check("its tags", stack["Tags"], TAGS)
    check("its protection", stack["EnableTerminationProtection"], True)
    values = {one["ParameterKey"]: (one["ParameterValue"], one.get("ResolvedValue")) for one in stack["Parameters"]}
    check("its parameters", values, {"Level": ("low", None), "Secret": ("****", None), "Stored": (STORED, "kept")})
    url = sqs.get_queue_url(QueueName=value("/stacks/address").rsplit("/", 1)[-1])["QueueUrl"]
    given = {one["OutputKey"]: one for one in stack["Outputs"]}
    check("what it gives", given["Read"]["OutputValue"], "low kept")
    exported = {"OutputKey": "Url", "OutputValue": value("/stacks/address"), "Description": "Where <to>", "ExportName": f"{name}-url"}
    check("what it exports", given["Url"], exported)
    shared = [one for one in listed("list_exports", "Exports") if one["Name"] == f"{name}-url"]
    check("as it is listed", shared, [{"ExportingStackId": made, "Name": f"{name}-url", "Value": value("/stacks/address")}])
    refused("twice", lambda: formation.create_stack(**asked(body())), "AlreadyExistsException", f"Stack [{name}] already exists", 400)

    check("in this order", told(name, "CREATE_COMPLETE"), ["Inbox", "Address", name])
    newest, *_, oldest = listed("describe_stack_events", "StackEvents", StackName=name)
    check("first", (oldest["ResourceStatus"], oldest["ResourceStatusReason"]), ("CREATE_IN_PROGRESS", "User Initiated"))
    check("an event", (newest["ResourceType"], newest["PhysicalResourceId"]), ("AWS::CloudFormation::Stack", made))
    check("in this time", newest["Timestamp"] - oldest["Timestamp"] >= timedelta(seconds=1), True)
    resources = {one["LogicalResourceId"]: one for one in listed("list_stack_resources", "StackResourceSummaries", StackName=name)}
    check("its resources", {key: one["ResourceStatus"] for key, one in resources.items()}, {"Address": "CREATE_COMPLETE", "Inbox": "CREATE_COMPLETE"})
    check("their names", (resources["Address"]["PhysicalResourceId"], f"/{name}-Inbox-" in url), ("/stacks/address", True))
    check("its template", formation.get_template(StackName=name)["TemplateBody"], body())
    check("in short", formation.get_template_summary(StackName=name)["Description"], "Direct")

    refused("the same", lambda: formation.update_stack(**asked(body())), "ValidationError", "No updates are to be performed.", 400)
    previous = [{"ParameterKey": "Secret", "UsePreviousValue": True}, {"ParameterKey": "Level", "ParameterValue": "high"}]
    more = body(45, More=parameter("/stacks/more", {"Ref": "Secret"}))
    check("the same stack", formation.update_stack(**asked(more, Parameters=previous))["StackId"], made)
    stack = ended("stack_update_complete", name)
    check("changed", (stack["StackStatus"], stack["LastUpdatedTime"] > stack["CreationTime"]), ("UPDATE_COMPLETE", True))
    check("its tags are kept", stack["Tags"], TAGS)
    check("its outputs follow", [one["OutputValue"] for one in stack["Outputs"] if one["OutputKey"] == "Read"], ["high kept"])
    check("and its queue", sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])["Attributes"], {"VisibilityTimeout": "45"})
    check("the previous value", value("/stacks/more"), "sesame")
    check("what was updated", told(name, "UPDATE_COMPLETE"), ["Inbox", name])
    refused("no such stack", lambda: formation.update_stack(StackName="none", TemplateBody=json.dumps(body())), "ValidationError", "Stack [none] does not exist", 400)

    refused("protected", lambda: formation.delete_stack(StackName=name), "ValidationError", f"Stack [{name}] cannot be deleted while TerminationProtection is enabled", 400)
    freed = formation.update_termination_protection(StackName=name, EnableTerminationProtection=False)
    check("no more", freed["StackId"], made)
    check("as it says", formation.describe_stacks(StackName=made)["Stacks"][0]["EnableTerminationProtection"], False)
    refused("of no stack", lambda: formation.update_termination_protection(StackName="none", EnableTerminationProtection=True), "ValidationError", "Stack [none] does not exist")
    formation.delete_stack(StackName=name)
    stack = ended("stack_delete_complete", made)
    check("deleted", (stack["StackStatus"], stack["DeletionTime"] > stack["LastUpdatedTime"]), ("DELETE_COMPLETE", True))
    check("in reverse", told(made, "DELETE_COMPLETE")[-2:], ["Inbox", name])
    refused("by its name", lambda: formation.describe_stacks(StackName=name), "ValidationError", f"Stack with id {name} does not exist", 400)
    gone = [one["StackId"] for one in listed("list_stacks", "StackSummaries", StackStatusFilter=["DELETE_COMPLETE"])]
    check("still listed", made in gone, True)
    check("not described", made in [one["StackId"] for one in listed("describe_stacks", "Stacks")], False)
    check("exports no more", [one for one in listed("list_exports", "Exports") if one["ExportingStackId"] == made], [])
    refused("its parameter", lambda: ssm.get_parameter(Name="/stacks/address"), "ParameterNotFound")
    refused("its queue", lambda: sqs.get_queue_url(QueueName=url.rsplit("/", 1)[-1]), "AWS.SimpleQueueService.NonExistentQueue")
    formation.delete_stack(StackName=name)
    ssm.delete_parameter(Name=STORED)


def change_sets():
    name = "stacks-reviewed"

    def propose(change_set, resources, kind="UPDATE", **settings):
        asked = {"StackName": name, "ChangeSetName": change_set, "ChangeSetType": kind, **settings}
        return formation.create_change_set(**asked, TemplateBody=json.dumps(template(resources)))

    def settled(change_set, **settings):
        asked = {"StackName": name, "ChangeSetName": change_set}
        formation.get_waiter("change_set_create_complete").wait(**asked, WaiterConfig=SOON)
        return formation.describe_change_set(**asked, **settings)

    def proposed():
        return [one["ChangeSetName"] for one in listed("list_change_sets", "Summaries", StackName=name)]

    first = {
        "Kept": queue(),
        "Moved": parameter("/stacks/old", "1"),
        "Tuned": parameter("/stacks/tuned", "1"),
        "Left": queue(),
    }
    refused("nothing to change", lambda: propose("first", first), "ValidationError", f"Stack [{name}] does not exist", 400)
    made = propose("first", first, "CREATE", Description="The <first>", Tags=TAGS)
    check("its id", made["Id"].startswith(f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:changeSet/first/"), True)
    check("its stack", made["StackId"].startswith(arn_of(name)), True)
    seen = settled("first")
    check("made", (seen["ChangeSetId"], seen["StackId"], seen["StackName"]), (made["Id"], made["StackId"], name))
    check("ready", (seen["Status"], seen["ExecutionStatus"]), ("CREATE_COMPLETE", "AVAILABLE"))
    check("its description", (seen["Description"], seen["Tags"]), ("The <first>", TAGS))
    check("all is new", {one["ResourceChange"]["LogicalResourceId"]: one["ResourceChange"]["Action"] for one in seen["Changes"]}, dict.fromkeys(first, "Add"))
    check("under review", formation.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"], "REVIEW_IN_PROGRESS")
    check("has nothing", listed("list_stack_resources", "StackResourceSummaries", StackName=name), [])
    check("proposed", proposed(), ["first"])
    check("its template", formation.get_template(StackName=name, ChangeSetName="first")["TemplateBody"], template(first))
    refused("twice", lambda: propose("first", first, "CREATE"), "AlreadyExistsException", "ChangeSet [first] already exists", 400)
    formation.execute_change_set(StackName=name, ChangeSetName="first")
    stack = ended("stack_create_complete", name)
    check("it is there", (stack["StackStatus"], stack["Tags"]), ("CREATE_COMPLETE", TAGS))
    check("nothing more", proposed(), [])
    by_id = formation.describe_change_set(ChangeSetName=made["Id"])
    check("it was executed", by_id["ExecutionStatus"], "EXECUTE_COMPLETE")
    refused("again", lambda: formation.execute_change_set(ChangeSetName=made["Id"]), "InvalidChangeSetStatus", "cannot be executed in its current execution status of [EXECUTE_COMPLETE]", 400)
    refused("made again", lambda: propose("again", first, "CREATE"), "ValidationError", f"Stack [{name}] already exists and cannot be created again with the changeSet [again].", 400)

    second = {
        "Kept": first["Kept"],
        "Moved": parameter("/stacks/new", "1"),
        "Tuned": parameter("/stacks/tuned", "2"),
        "New": queue(),
    }
    propose("second", second)
    seen = settled("second", IncludePropertyValues=True)
    changes = {one["ResourceChange"]["LogicalResourceId"]: one["ResourceChange"] for one in seen["Changes"]}
    actions = {key: (one["Action"], one.get("Replacement"), one.get("PolicyAction")) for key, one in changes.items()}
    wanted = {
        "Moved": ("Modify", "True", "ReplaceAndDelete"),
        "Tuned": ("Modify", "False", None),
        "New": ("Add", None, None),
        "Left": ("Remove", None, "Delete"),
    }
    check("what it does", actions, wanted)
    check("to what", (changes["Tuned"]["PhysicalResourceId"], changes["Tuned"]["ResourceType"]), ("/stacks/tuned", "AWS::SSM::Parameter"))
    (detail,) = changes["Tuned"]["Details"]
    target = {key: detail["Target"][key] for key in ("Attribute", "Name", "RequiresRecreation", "BeforeValue", "AfterValue")}
    check("how", target, {"Attribute": "Properties", "Name": "Value", "RequiresRecreation": "Never", "BeforeValue": "1", "AfterValue": "2"})
    check("after", json.loads(changes["New"]["AfterContext"])["Properties"], {"VisibilityTimeout": 30})
    plain = settled("second")["Changes"]
    check("without values", [one for one in plain if "AfterContext" in one["ResourceChange"]], [])
    propose("third", {"Kept": queue(60)})
    settled("third")
    check("both are proposed", sorted(proposed()), ["second", "third"])
    formation.delete_change_set(StackName=name, ChangeSetName="third")
    formation.delete_change_set(StackName=name, ChangeSetName="third")
    check("one is not any more", proposed(), ["second"])
    refused("nor there", lambda: formation.describe_change_set(StackName=name, ChangeSetName="third"), "ChangeSetNotFound", "ChangeSet [third] does not exist", 404)
    formation.execute_change_set(StackName=name, ChangeSetName="second")
    check("changed", ended("stack_update_complete", name)["StackStatus"], "UPDATE_COMPLETE")
    check("tuned and moved", (value("/stacks/tuned"), value("/stacks/new")), ("2", "1"))
    refused("not there twice", lambda: value("/stacks/old"), "ParameterNotFound")
    resources = listed("list_stack_resources", "StackResourceSummaries", StackName=name)
    check("its resources", [one["LogicalResourceId"] for one in resources], ["Kept", "Moved", "New", "Tuned"])

    propose("same", second)
    same = failing("change_set_create_complete", StackName=name, ChangeSetName="same")
    check("the same", (same["Status"], same["ExecutionStatus"]), ("FAILED", "UNAVAILABLE"))
    check("why", "didn't contain changes" in same["StatusReason"], True)
    refused("not to be executed", lambda: formation.execute_change_set(StackName=name, ChangeSetName="same"), "InvalidChangeSetStatus", "in its current status of [FAILED]", 400)
    formation.delete_change_set(StackName=name, ChangeSetName="same")
    formation.delete_stack(StackName=name)
    check("deleted", ended("stack_delete_complete", made["StackId"])["StackStatus"], "DELETE_COMPLETE")


def failures():
    name = "stacks-failing"
    ssm.put_parameter(Name="/stacks/taken", Value="by another", Type="String")
    good = {"Inbox": queue(), "Mine": parameter("/stacks/mine", {"Ref": "Inbox"})}
    bad = {**good, "Taken": parameter("/stacks/taken", {"Ref": "Mine"})}

    def asked(resources):
        return {"StackName": name, "TemplateBody": json.dumps(template(resources))}

    made = formation.create_stack(**asked(bad))["StackId"]
    (stack,) = failing("stack_create_complete", StackName=name)["Stacks"]
    check("taken back", (stack["StackId"], stack["StackStatus"]), (made, "ROLLBACK_COMPLETE"))
    events = listed("describe_stack_events", "StackEvents", StackName=name)
    (failed,) = [one for one in events if one["ResourceStatus"] == "CREATE_FAILED"]
    check("which", (failed["LogicalResourceId"], "HandlerErrorCode: AlreadyExists" in failed["ResourceStatusReason"]), ("Taken", True))
    (begun,) = [one for one in events if one["ResourceStatus"] == "ROLLBACK_IN_PROGRESS"]
    check("why", "failed to create: [Taken]" in begun["ResourceStatusReason"], True)
    refused("gone", lambda: value("/stacks/mine"), "ParameterNotFound")
    check("not another's", value("/stacks/taken"), "by another")
    refused("no good any more", lambda: formation.update_stack(**asked(good)), "ValidationError", "is in ROLLBACK_COMPLETE state and can not be updated.", 400)
    formation.delete_stack(StackName=name)
    ended("stack_delete_complete", made)

    second = formation.create_stack(**asked(good))["StackId"]
    check("another one of the name", second == made, False)
    ended("stack_create_complete", name)
    formation.update_stack(**asked({**bad, "Inbox": queue(60)}))
    stack = ended("stack_rollback_complete", name)
    check("as it was", stack["StackStatus"], "UPDATE_ROLLBACK_COMPLETE")
    check("its template", formation.get_template(StackName=name)["TemplateBody"], template(good))
    url = value("/stacks/mine")
    timeout = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])["Attributes"]
    check("its queue", timeout, {"VisibilityTimeout": "30"})
    formation.delete_stack(StackName=name)
    check("deleted", ended("stack_delete_complete", second)["StackStatus"], "DELETE_COMPLETE")
    ssm.delete_parameter(Name="/stacks/taken")


if __name__ == "__main__":
    walk(summaries, directly, change_sets, failures)
