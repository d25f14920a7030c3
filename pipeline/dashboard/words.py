"""What the pages call the closed vocabularies; the same words as the `zh` macro of the database."""

from pipeline.follow import Status
from pipeline.model import Zone

KINDS = {"task": "任务", "principle": "原则要求", "sanction": "问责"}

STATUSES = {
    "resolved": "确定",
    "yearless": "缺年份",
    "masked": "隐去",
    "relative": "相对",
    "vague": "含糊",
    "none": "无",
}

REASONS = {
    "resolved": "能换算成日历上的日子",
    "yearless": "只写了月日，讲话没有写明年份",
    "masked": "原文用符号隐去了日期或年份",
    "relative": "从会议或某件事算起，原文没有写明那一天",
    "vague": "原文的说法对应不到某一天",
    "none": "原文没有写时限",
}
"""Why a deadline has, or lacks, a calendar day."""

ZONES = {
    Zone.DIRECTIVE: "任务部署",
    Zone.PROBLEM: "存在问题",
    Zone.ACHIEVEMENT: "成绩回顾",
    Zone.RATIONALE: "意义依据",
    Zone.HEADING: "标题",
    Zone.PROCEDURE: "会务程序",
    Zone.CLOSING: "结语号召",
    Zone.NOISE: "杂质",
}

PROGRESS = {status.value: status.value for status in Status}

ROLES = {"responsible": "负责", "assisting": "配合"}

FREQUENCIES = {
    "daily": "每日",
    "weekly": "每周",
    "monthly": "每月",
    "quarterly": "每季度",
    "halfyearly": "每半年",
    "yearly": "每年",
    "irregular": "不定期",
}
