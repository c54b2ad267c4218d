"""What the walk through the small AWS needs of botocore: clients that forget nothing, and checks that are counted."""

import copy
import json
import sys
import time
import traceback

import boto3
import botocore
import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError

URL, REGION, ACCOUNT = sys.argv[1:4]

called = set()
problems = []
checks = 0


def check(what, seen, wanted):
    """Notes a problem unless what was seen is what was wanted."""
    global checks
    checks += 1
    if seen != wanted:
        problems.append(f"{what}: {seen!r}, not {wanted!r}")


def missing_members(shape, value, place):
    """The required members that a parsed answer lacks, by their place. The parser itself does not ask."""
    if shape.type_name == "structure":
        for name in shape.required_members:
            if name not in value:
                yield f"{place}.{name}"
        for name, member in value.items():
            if name in shape.members:
                yield from missing_members(shape.members[name], member, f"{place}.{name}")
    elif shape.type_name == "list":
        for index, member in enumerate(value):
            yield from missing_members(shape.member, member, f"{place}[{index}]")
    elif shape.type_name == "map":
        for key, member in value.items():
            yield from missing_members(shape.value, member, f"{place}[{key}]")


UNSERVED = {"NotImplemented", "UnknownOperationException", "InvalidAction"}


def answered(model, parsed, **_):
    code = parsed.get("Error", {}).get("Code")
    if code not in UNSERVED:
        called.add(f"{model.service_model.service_name} {model.name}")
    if code is not None:
        return
    if model.output_shape is not None:
        lacking = list(missing_members(model.output_shape, parsed, model.name))
        check(f"{model.name} has what its model requires", lacking, [])


def client(service, protocol=None, credentials=("any", "any"), **settings):
    """A client of boto3, if need be in a protocol that is not its own choice, or with the keys of somebody in particular."""
    session = botocore.session.get_session()
    if protocol is not None:
        loader = session.get_component("data_loader")
        load = loader.load_service_model

        def loaded(service_name, type_name, api_version=None):
            model = load(service_name, type_name, api_version=api_version)
            if type_name != "service-2":
                return model
            model = copy.deepcopy(model)
            model["metadata"].update(protocol=protocol, protocols=[protocol])
            return model

        loader.load_service_model = loaded
    made = boto3.Session(botocore_session=session).client(
        service,
        endpoint_url=URL,
        region_name=REGION,
        **dict(zip(("aws_access_key_id", "aws_secret_access_key", "aws_session_token"), credentials)),
        config=Config(retries={"total_max_attempts": 1}, parameter_validation=False, read_timeout=15, **settings),
    )
    made.meta.events.register("after-call.*.*", answered)
    return made


def refused(what, call, code, text=None, status=None):
    """The call is refused with this code, and with this in its text."""
    try:
        call()
    except ClientError as error:
        response = error.response
        check(f"{what}: code", response["Error"]["Code"], code)
        if text is not None:
            check(f"{what}: says {text!r} in {response['Error']['Message']!r}", text in response["Error"]["Message"], True)
        if status is not None:
            check(f"{what}: status", response["ResponseMetadata"]["HTTPStatusCode"], status)
        return
    check(what, "accepted", code)


def until(what, ask, patience=15):
    """The first true answer; a problem when there is none within so many real seconds."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        answer = ask()
        if answer:
            return answer
        time.sleep(0.1)
    raise AssertionError(f"{what}: not within {patience} s")


def walk(*parts):
    """Takes each part, whatever becomes of the others, and prints what was seen as one line of JSON."""
    took = {}
    for part in parts:
        began = time.monotonic()
        try:
            part()
        except Exception:
            problems.append(f"{part.__name__}: {traceback.format_exc(limit=-3)}")
        took[part.__name__] = round(time.monotonic() - began, 1)
    version = f"boto3 {boto3.__version__}, botocore {botocore.__version__}"
    print(json.dumps({"client": version, "checks": checks, "called": sorted(called), "took": took, "problems": problems}))
