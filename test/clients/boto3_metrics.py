"""CloudWatch, by boto3, in each of the protocols that a client may speak to it."""

import json
import sys
from datetime import datetime, timedelta, timezone

from walk import ACCOUNT, REGION, check, client, refused, until, walk

PROTOCOL = sys.argv[4]
NAMESPACE = f"walk/{PROTOCOL}"
UNICODE = "größer 😀 <&>\"'"
DIMENSIONS = [{"Name": "Kind", "Value": "a b"}, {"Name": "Zone", "Value": "1"}]

cloudwatch = client("cloudwatch", PROTOCOL, request_min_compression_size_bytes=10_240)


def refusal(what, call, code, text=None):
    """CloudWatch's own clients know its errors by the names of the Query protocol, whatever they speak."""
    refused(f"{what} over {PROTOCOL}", call, code, text, 400)


def now():
    return datetime.now(timezone.utc)


def put(name, **datum):
    cloudwatch.put_metric_data(Namespace=NAMESPACE, MetricData=[{"MetricName": name, **datum}])


def metrics():
    # The world of this walk runs fast, so that only the data themselves know what time it is.
    minute = now().replace(second=0, microsecond=0) - timedelta(hours=1)
    put("plain", Value=1.5, Unit="Count", Timestamp=minute, Dimensions=DIMENSIONS)
    put("plain", Values=[1e-6, 2.25, 1e6], Counts=[1, 2, 1], Unit="Count", Timestamp=minute, Dimensions=DIMENSIONS)
    put("set", Timestamp=minute, StatisticValues={"SampleCount": 4, "Sum": 10, "Minimum": 1, "Maximum": 4})

    # More than 10 KB go out packed; over the wire this has to come apart again.
    many = [{"MetricName": f"many-{n}", "Value": n, "Timestamp": minute, "Dimensions": DIMENSIONS} for n in range(600)]
    cloudwatch.put_metric_data(Namespace=NAMESPACE, MetricData=many)

    refusal("a dimension that is not ASCII", lambda: put("x", Value=1, Dimensions=[{"Name": "Kind", "Value": "ä"}]), "InvalidParameterValue", "Dimensions.member.1.Value")
    refusal("NaN", lambda: put("nan", Value=float("nan")), "InvalidParameterValue", "NaN")
    refusal("too large", lambda: put("big", Value=2.0**361), "InvalidParameterValue")
    refusal("nothing to put", lambda: cloudwatch.put_metric_data(Namespace=NAMESPACE, MetricData=[]), "MissingParameter")
    refusal("no value", lambda: put("none"), "InvalidParameterCombination")

    window = {"StartTime": minute, "EndTime": minute + timedelta(minutes=2)}
    found = cloudwatch.get_metric_statistics(
        Namespace=NAMESPACE, MetricName="plain", Dimensions=DIMENSIONS, Period=60, **window,
        Statistics=["SampleCount", "Sum", "Minimum", "Maximum", "Average"],
    )["Datapoints"]
    check("how many points", len(found), 1)
    check("a minute", {k: v for k, v in found[0].items() if k != "Average"}, {
        "Timestamp": minute, "SampleCount": 5.0, "Sum": 1_000_006.000001, "Minimum": 1e-6, "Maximum": 1e6, "Unit": "Count",
    })
    extended = cloudwatch.get_metric_statistics(
        Namespace=NAMESPACE, MetricName="plain", Dimensions=DIMENSIONS, Period=60, **window, ExtendedStatistics=["p50", "p99.9"]
    )["Datapoints"]
    check("percentiles", sorted(extended[0]["ExtendedStatistics"]), ["p50", "p99.9"])

    metric = {"Namespace": NAMESPACE, "MetricName": "plain", "Dimensions": DIMENSIONS}
    queries = [
        {"Id": "a", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Sum"}, "ReturnData": False},
        {"Id": "b", "Expression": "FILL(a, 0) / 2", "Label": UNICODE},
    ]
    pages = cloudwatch.get_paginator("get_metric_data").paginate(MetricDataQueries=queries, **window)
    results = [one for page in pages for one in page["MetricDataResults"]]
    check("what the math gives", [(one["Id"], one["Label"], one["Values"][-1:], one["StatusCode"]) for one in results],
          [("b", UNICODE, [500_003.0000005], "Complete")])
    empty = cloudwatch.get_metric_data(
        MetricDataQueries=[{"Id": "a", "MetricStat": {"Metric": {**metric, "MetricName": "none"}, "Period": 60, "Stat": "Sum"}}],
        **window,
    )["MetricDataResults"][0]
    check("no data are empty lists", (empty["Values"], empty["Timestamps"]), ([], []))
    refusal("bad math", lambda: cloudwatch.get_metric_data(
        MetricDataQueries=[{"Id": "e", "Expression": "NOPE(1)"}], **window), "ValidationError")


ALARM = f"walk-{PROTOCOL}"


def alarms():
    metric = {"Namespace": NAMESPACE, "MetricName": "watched", "Period": 60, "Statistic": "Maximum"}
    rule = {"EvaluationPeriods": 1, "Threshold": 0.1, "ComparisonOperator": "GreaterThanThreshold"}
    cloudwatch.put_metric_alarm(
        AlarmName=ALARM, AlarmDescription=UNICODE, TreatMissingData="notBreaching", Tags=[{"Key": "k", "Value": "v"}], **metric, **rule
    )
    cloudwatch.put_metric_alarm(
        AlarmName=f"{ALARM} math",
        Metrics=[
            {"Id": "m", "MetricStat": {"Metric": {"Namespace": NAMESPACE, "MetricName": "watched"}, "Period": 60, "Stat": "p99.9"}, "ReturnData": False},
            {"Id": "e", "Expression": "m * 2"},
        ],
        **rule,
    )
    cloudwatch.put_composite_alarm(AlarmName=f"{ALARM} both", AlarmRule=f'ALARM("{ALARM}") AND TRUE', ActionsEnabled=True)
    refusal("half an alarm", lambda: cloudwatch.put_metric_alarm(AlarmName="x", **rule), "ValidationError")
    refusal("an alarm of nothing", lambda: cloudwatch.put_composite_alarm(AlarmName="x", AlarmRule="ALARM("), "ValidationError")
    try:
        cloudwatch.set_alarm_state(AlarmName="none", StateValue="OK", StateReason="r")
    except cloudwatch.exceptions.ResourceNotFound:
        pass

    page = cloudwatch.describe_alarms(AlarmNames=[ALARM, f"{ALARM} math", f"{ALARM} both"], AlarmTypes=["MetricAlarm", "CompositeAlarm"])
    check("both kinds", ([one["AlarmName"] for one in page["MetricAlarms"]], [one["AlarmName"] for one in page["CompositeAlarms"]]),
          ([ALARM, f"{ALARM} math"], [f"{ALARM} both"]))
    first = page["MetricAlarms"][0]
    check("as it was put", [first[key] for key in ("AlarmDescription", "Threshold", "Period", "Statistic", "Dimensions", "AlarmActions")],
          [UNICODE, 0.1, 60, "Maximum", [], []])
    check("a nested query", page["MetricAlarms"][1]["Metrics"][0]["MetricStat"]["Stat"], "p99.9")
    one_by_one = cloudwatch.get_paginator("describe_alarms").paginate(AlarmNamePrefix=ALARM, PaginationConfig={"PageSize": 1})
    check("one a page", sum(len(page["MetricAlarms"]) for page in one_by_one), 2)

    cloudwatch.disable_alarm_actions(AlarmNames=[ALARM])
    check("disabled", cloudwatch.describe_alarms(AlarmNames=[ALARM])["MetricAlarms"][0]["ActionsEnabled"], False)
    cloudwatch.enable_alarm_actions(AlarmNames=[ALARM])
    of_metric = cloudwatch.describe_alarms_for_metric(Namespace=NAMESPACE, MetricName="watched")["MetricAlarms"]
    check("alarms of the metric", ALARM in [one["AlarmName"] for one in of_metric], True)

    arn = first["AlarmArn"]
    check("its tags", cloudwatch.list_tags_for_resource(ResourceARN=arn)["Tags"], [{"Key": "k", "Value": "v"}])
    cloudwatch.tag_resource(ResourceARN=arn, Tags=[{"Key": "ä", "Value": UNICODE.replace("<&>\"'", "").strip()}])
    cloudwatch.untag_resource(ResourceARN=arn, TagKeys=["k"])
    check("other tags", [one["Key"] for one in cloudwatch.list_tags_for_resource(ResourceARN=arn)["Tags"]], ["ä"])


def bands():
    """What a metric usually is, and an alarm on what is unusual."""
    metric = {"Namespace": NAMESPACE, "MetricName": f"usual-{PROTOCOL}", "Dimensions": [{"Name": "Of", "Value": "walk"}]}
    learned = {"SingleMetricAnomalyDetector": {**metric, "Stat": "Sum"}}
    cloudwatch.put_anomaly_detector(**learned)
    found = cloudwatch.describe_anomaly_detectors(**metric)["AnomalyDetectors"]
    check("a detector", (found[0]["SingleMetricAnomalyDetector"]["Stat"], found[0]["StateValue"]), ("Sum", "PENDING_TRAINING"))
    watched = [
        {"Id": "m", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Sum"}},
        {"Id": "band", "Expression": "ANOMALY_DETECTION_BAND(m, 3)"},
    ]
    rule = dict(EvaluationPeriods=3, ComparisonOperator="LessThanLowerThreshold", Metrics=watched)
    cloudwatch.put_metric_alarm(AlarmName=f"{ALARM} band", ThresholdMetricId="band", **rule)
    alarm = cloudwatch.describe_alarms(AlarmNames=[f"{ALARM} band"])["MetricAlarms"][0]
    check("an alarm on a band", (alarm["ThresholdMetricId"], "Threshold" in alarm), ("band", False))
    refusal("a band of nothing", lambda: cloudwatch.put_metric_alarm(AlarmName="x", ThresholdMetricId="none", **rule), "ValidationError")
    cloudwatch.delete_alarms(AlarmNames=[f"{ALARM} band"])
    cloudwatch.delete_anomaly_detector(**learned)
    refused(f"deleted twice over {PROTOCOL}", lambda: cloudwatch.delete_anomaly_detector(**learned), "ResourceNotFoundException", None, 404)
    check("no detector", cloudwatch.describe_anomaly_detectors(**metric)["AnomalyDetectors"], [])


def mutes():
    rule = {"Schedule": {"Expression": "at(2030-01-01T00:00)", "Duration": "PT1H"}}
    cloudwatch.put_alarm_mute_rule(Name=f"mute-{PROTOCOL}", Rule=rule, MuteTargets={"AlarmNames": [ALARM]})
    check("a mute", cloudwatch.get_alarm_mute_rule(AlarmMuteRuleName=f"mute-{PROTOCOL}")["Status"], "SCHEDULED")
    listed = cloudwatch.list_alarm_mute_rules(AlarmName=ALARM)["AlarmMuteRuleSummaries"]
    check("mutes", len(listed), 1)
    cloudwatch.delete_alarm_mute_rule(AlarmMuteRuleName=f"mute-{PROTOCOL}")


def states():
    cloudwatch.set_alarm_state(AlarmName=ALARM, StateValue="ALARM", StateReason=UNICODE, StateReasonData=json.dumps({"n": 1}))
    put("watched", Value=1)
    until("the composite alarm rings", lambda: cloudwatch.describe_alarms(
        AlarmNames=[f"{ALARM} both"], AlarmTypes=["CompositeAlarm"], StateValue="ALARM")["CompositeAlarms"])
    cloudwatch.get_waiter("composite_alarm_exists").wait(AlarmNames=[f"{ALARM} both"], AlarmTypes=["CompositeAlarm"])
    cloudwatch.get_waiter("alarm_exists").wait(AlarmNames=[ALARM])
    pages = cloudwatch.get_paginator("describe_alarm_history").paginate(AlarmName=ALARM, PaginationConfig={"PageSize": 2})
    history = [one for page in pages for one in page["AlarmHistoryItems"]]
    kinds = {one["HistoryItemType"] for one in history}
    check("history", kinds >= {"StateUpdate", "ConfigurationUpdate"}, True)
    by_hand = [json.loads(one["HistoryData"])["newState"] for one in history if one["HistoryItemType"] == "StateUpdate"]
    check("why, by hand", UNICODE in [one["stateReason"] for one in by_hand], True)
    refusal("the composite alarm needs it", lambda: cloudwatch.delete_alarms(AlarmNames=[ALARM, "none", f"{ALARM} both"]), "ValidationError")
    cloudwatch.delete_alarms(AlarmNames=[f"{ALARM} both"])
    cloudwatch.delete_alarms(AlarmNames=[ALARM, f"{ALARM} math"])
    check("gone", cloudwatch.describe_alarms(AlarmNamePrefix=ALARM)["MetricAlarms"], [])


def lists():
    """New metrics are listed after a quarter of an hour."""
    listing = cloudwatch.get_paginator("list_metrics")

    def listed():
        pages = listing.paginate(Namespace=NAMESPACE, Dimensions=[{"Name": "Zone"}])
        found = [one for page in pages for one in page["Metrics"]]
        return found if len(found) == 601 else []

    found = until("every metric is listed", listed)
    check("dimensions", sorted(found[0]["Dimensions"], key=lambda one: one["Name"]), DIMENSIONS)


if __name__ == "__main__":
    walk(metrics, alarms, bands, mutes, states, lists)
