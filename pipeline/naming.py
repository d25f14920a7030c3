"""Chinese names of zones, kinds and what else decides, for pages and answers."""

NAMES = {
    "directive": "部署",
    "achievement": "成绩",
    "problem": "问题",
    "rationale": "道理",
    "heading": "标题",
    "procedure": "会务",
    "closing": "结语",
    "noise": "杂质",
    "task": "可核查任务",
    "principle": "原则要求",
    "sanction": "问责",
    "layout": "版面位置",
    "context": "上下文",
}
