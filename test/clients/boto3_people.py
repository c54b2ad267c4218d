"""IAM and STS by boto3: users, roles, their policies and keys, and what they may do."""

import json

from walk import ACCOUNT, REGION, check, client, refused, walk

ANA = f"arn:aws:iam::{ACCOUNT}:user/walk/ana"
WALKER = f"arn:aws:iam::{ACCOUNT}:role/walker"
PARAMETER = f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/people/freeze"
# Twelve hours: the world of this walk runs fast, and the session is not to expire meanwhile.
LONG = 43200
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"


def document(action, resource="*", effect="Allow"):
    return {"Version": "2012-10-17", "Statement": [{"Effect": effect, "Action": action, "Resource": resource}]}


def trust(principal):
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}
    return {"Version": "2012-10-17", "Statement": [statement]}


def users():
    iam = client("iam")
    made = iam.create_user(UserName="ana", Path="/walk/", Tags=[{"Key": "team", "Value": "walk"}])["User"]
    check("her ARN", made["Arn"], ANA)
    check("when", made["CreateDate"].tzinfo is not None, True)
    refused("twice", lambda: iam.create_user(UserName="ana"), "EntityAlreadyExists", "User with name ana already exists.", 409)
    check("her tags", iam.get_user(UserName="ana")["User"]["Tags"], [{"Key": "team", "Value": "walk"}])
    refused("nobody", lambda: iam.get_user(UserName="nobody"), "NoSuchEntity", "The user with name nobody cannot be found.", 404)
    refused("an odd name", lambda: iam.create_user(UserName="a b"), "ValidationError", "regular expression pattern", 400)
    listed = [user["UserName"] for page in iam.get_paginator("list_users").paginate(PathPrefix="/walk/") for user in page["Users"]]
    check("the users", listed, ["ana"])

    iam.put_user_policy(UserName="ana", PolicyName="own", PolicyDocument=json.dumps(document("ssm:Get*", PARAMETER)))
    own = iam.get_user_policy(UserName="ana", PolicyName="own")
    check("her policy", own["PolicyDocument"], document("ssm:Get*", PARAMETER))
    check("her policies", iam.list_user_policies(UserName="ana")["PolicyNames"], ["own"])
    refused(
        "no policy",
        lambda: iam.put_user_policy(UserName="ana", PolicyName="p", PolicyDocument="{"),
        "MalformedPolicyDocument",
        "Syntax errors in policy.",
        400,
    )

    key = iam.create_access_key(UserName="ana")["AccessKey"]
    check("her key", (key["Status"], key["AccessKeyId"][:4], len(key["SecretAccessKey"])), ("Active", "AKIA", 40))
    her = (key["AccessKeyId"], key["SecretAccessKey"])
    check("who she is", client("sts", credentials=her).get_caller_identity()["Arn"], ANA)
    ssm = client("ssm", credentials=her)
    refused("what she may not", lambda: ssm.put_parameter(Name="/people/freeze", Value="all", Type="String"), "AccessDeniedException", f"User: {ANA} is not authorized to perform: ssm:PutParameter on resource: {PARAMETER} because no identity-based policy allows", 400)
    refused("what she may", lambda: ssm.get_parameter(Name="/people/freeze"), "ParameterNotFound")

    iam.attach_user_policy(UserName="ana", PolicyArn=READ_ONLY)
    attached = iam.list_attached_user_policies(UserName="ana")["AttachedPolicies"]
    check("attached", attached, [{"PolicyName": "ReadOnlyAccess", "PolicyArn": READ_ONLY}])
    check("what that lets her do", "ParameterFilters" in ssm.describe_parameters(), False)
    iam.detach_user_policy(UserName="ana", PolicyArn=READ_ONLY)
    refused("not again", lambda: iam.detach_user_policy(UserName="ana", PolicyArn=READ_ONLY), "NoSuchEntity", "was not found.", 404)

    iam.update_access_key(UserName="ana", AccessKeyId=her[0], Status="Inactive")
    check("inactive", iam.list_access_keys(UserName="ana")["AccessKeyMetadata"][0]["Status"], "Inactive")
    refused("by her key", lambda: ssm.get_parameter(Name="/people/freeze"), "UnrecognizedClientException", "invalid", 400)
    refused("and in Query", lambda: client("sts", credentials=her).get_caller_identity(), "InvalidClientTokenId", "invalid", 403)
    refused("with her key", lambda: iam.delete_user(UserName="ana"), "DeleteConflict", "Cannot delete entity, must delete policies first.", 409)
    iam.delete_user_policy(UserName="ana", PolicyName="own")
    iam.delete_access_key(UserName="ana", AccessKeyId=her[0])
    iam.delete_user(UserName="ana")


def roles():
    iam, sts = client("iam"), client("sts")
    account = trust({"AWS": f"arn:aws:iam::{ACCOUNT}:root"})
    made = iam.create_role(RoleName="walker", AssumeRolePolicyDocument=json.dumps(account), MaxSessionDuration=LONG)["Role"]
    check("its ARN", made["Arn"], WALKER)
    role = iam.get_role(RoleName="walker")["Role"]
    check("whom it trusts", role["AssumeRolePolicyDocument"], account)
    check("how long", role["MaxSessionDuration"], LONG)
    listed = [role["RoleName"] for page in iam.get_paginator("list_roles").paginate() for role in page["Roles"]]
    check("the roles", "walker" in listed, True)

    iam.put_role_policy(RoleName="walker", PolicyName="own", PolicyDocument=json.dumps(document("ssm:*", PARAMETER)))
    check("its policies", iam.list_role_policies(RoleName="walker")["PolicyNames"], ["own"])
    own = iam.get_role_policy(RoleName="walker", PolicyName="own")["PolicyDocument"]
    check("its policy", own, document("ssm:*", PARAMETER))
    assumed = sts.assume_role(RoleArn=WALKER, RoleSessionName="by-foot", DurationSeconds=LONG)
    session = f"arn:aws:sts::{ACCOUNT}:assumed-role/walker/by-foot"
    check("its session", assumed["AssumedRoleUser"]["Arn"], session)
    keys = assumed["Credentials"]
    held = (keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
    who = client("sts", credentials=held).get_caller_identity()
    check("who that is", (who["Arn"], who["UserId"]), (session, assumed["AssumedRoleUser"]["AssumedRoleId"]))
    refused("without the token", lambda: client("sts", credentials=held[:2]).get_caller_identity(), "InvalidClientTokenId")

    ssm = client("ssm", credentials=held)
    ssm.put_parameter(Name="/people/freeze", Value="all", Type="String", Description="The walk is in its way")
    client("ssm").put_parameter(Name="/people/freeze", Value="off", Overwrite=True)
    history = ssm.get_parameter_history(Name="/people/freeze")["Parameters"]
    check("who put it", [one["LastModifiedUser"] for one in history], [session, f"arn:aws:iam::{ACCOUNT}:user/any"])
    check("what", [(one["Version"], one["Value"], one["Description"]) for one in history], [(1, "all", "The walk is in its way"), (2, "off", "The walk is in its way")])
    client("ssm").delete_parameter(Name="/people/freeze")

    refused("a role of nobody", lambda: sts.assume_role(RoleArn=f"{WALKER}2", RoleSessionName="by-foot"), "AccessDenied", f"is not authorized to perform: sts:AssumeRole on resource: {WALKER}2", 403)
    chained = client("sts", credentials=held)
    refused("not trusted by name", lambda: chained.assume_role(RoleArn=WALKER, RoleSessionName="on"), "AccessDenied", f"User: {session} is not", 403)
    iam.update_assume_role_policy(RoleName="walker", PolicyDocument=json.dumps(trust({"Service": "lambda.amazonaws.com"})))
    refused("not trusted", lambda: sts.assume_role(RoleArn=WALKER, RoleSessionName="by-foot"), "AccessDenied", WALKER, 403)

    iam.attach_role_policy(RoleName="walker", PolicyArn=READ_ONLY)
    check("attached", len(iam.list_attached_role_policies(RoleName="walker")["AttachedPolicies"]), 1)
    iam.detach_role_policy(RoleName="walker", PolicyArn=READ_ONLY)
    iam.delete_role_policy(RoleName="walker", PolicyName="own")
    iam.delete_role(RoleName="walker")
    refused("gone", lambda: iam.get_role(RoleName="walker"), "NoSuchEntity", "The role with name walker cannot be found.", 404)


def policies():
    iam = client("iam")
    reading = document(["ssm:Get*"], PARAMETER)
    arn = iam.create_policy(PolicyName="walk", PolicyDocument=json.dumps(reading), Description="To walk")["Policy"]["Arn"]
    check("its ARN", arn, f"arn:aws:iam::{ACCOUNT}:policy/walk")
    policy = iam.get_policy(PolicyArn=arn)["Policy"]
    check("its description", (policy["Description"], policy["AttachmentCount"]), ("To walk", 0))
    version = iam.get_policy_version(PolicyArn=arn, VersionId=policy["DefaultVersionId"])["PolicyVersion"]
    check("its document", version["Document"], reading)
    pages = iam.get_paginator("list_policies").paginate(Scope="Local")
    check("the policies", "walk" in [one["PolicyName"] for page in pages for one in page["Policies"]], True)

    iam.create_user(UserName="bo")
    iam.attach_user_policy(UserName="bo", PolicyArn=arn)
    simulated = iam.simulate_principal_policy(
        PolicySourceArn=f"arn:aws:iam::{ACCOUNT}:user/bo",
        ActionNames=["ssm:GetParameter", "ssm:PutParameter"],
        ResourceArns=[PARAMETER],
    )["EvaluationResults"]
    check("what is decided", [one["EvalDecision"] for one in simulated], ["allowed", "implicitDeny"])
    check("by which", [one["SourcePolicyId"] for one in simulated[0]["MatchedStatements"]], ["walk"])
    check("of which", simulated[1]["ResourceSpecificResults"][0]["EvalResourceName"], PARAMETER)
    refused("attached", lambda: iam.delete_policy(PolicyArn=arn), "DeleteConflict", "Cannot delete a policy attached to entities.", 409)
    iam.detach_user_policy(UserName="bo", PolicyArn=arn)
    iam.delete_user(UserName="bo")
    iam.delete_policy(PolicyArn=arn)
    refused("gone", lambda: iam.get_policy(PolicyArn=arn), "NoSuchEntity", f"Policy {arn} was not found.", 404)


if __name__ == "__main__":
    walk(users, roles, policies)
