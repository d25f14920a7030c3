-- 数据库的全部表；每张表、每一列都有中英文说明。
-- All tables of a duban database. Offsets are half-open [start_char, end_char) code points of speeches.text.
-- No foreign keys: in DuckDB they stand in the way of deleting and inserting a document in one transaction;
-- references are checked by the tests and by `duban verify`. No keys on what hangs on a speech: DuckDB keeps their
-- indexes in memory while it writes, and in the file; store/inserting.py has these keys, and refuses a document that
-- breaks one; `duban verify` looks for any. Times are UTC.

create table meta (
    application varchar not null check (application = 'duban'),
    schema_version integer not null,
    views_hash varchar not null,
    created_at timestamp not null default (current_timestamp at time zone 'UTC')
);
comment on table meta is '数据库标识，仅一行 | What this file is: one row';
comment on column meta.application is '程序名，恒为 duban | Always duban';
comment on column meta.schema_version is '表结构版本 | Version of this schema';
comment on column meta.views_hash is '视图定义的摘要；不同则在下次写入时重建 | Hash of the view definitions; where it differs, the next writer makes them anew';
comment on column meta.created_at is '建库时间（UTC） | When the database was made (UTC)';

create table row_counts (
    table_name varchar primary key,
    rows bigint not null
);
comment on table row_counts is '各表应有的行数；少于它说明有内容丢失 | How many rows each table should hold: fewer means that some were lost';
comment on column row_counts.table_name is '表名 | The table';
comment on column row_counts.rows is '应有行数 | Rows it should hold';

create table runs (
    run_id varchar primary key,
    version varchar,
    lexicon_hash varchar,
    started_at timestamp not null default (current_timestamp at time zone 'UTC'),
    ended_at timestamp,
    speeches integer not null default 0 check (speeches >= 0),
    statements integer not null default 0 check (statements >= 0),
    directives integer not null default 0 check (directives >= 0),
    skipped integer not null default 0 check (skipped >= 0),
    failed integer not null default 0 check (failed >= 0)
);
comment on table runs is '每次导入的记录 | One row a load';
comment on column runs.run_id is '导入编号 | Id of the load';
comment on column runs.version is '程序版本 | Version of duban';
comment on column runs.lexicon_hash is '词表摘要 | Hash of the lexicons';
comment on column runs.started_at is '开始时间（UTC） | Begin (UTC)';
comment on column runs.ended_at is '结束时间（UTC）；为空表示未正常结束 | End (UTC); null where it did not end cleanly';
comment on column runs.speeches is '新存入的讲话数 | Speeches stored by it';
comment on column runs.statements is '新存入的语句数 | Statements stored by it';
comment on column runs.directives is '新存入的任务数 | Directives stored by it';
comment on column runs.skipped is '内容已在库中而跳过的文件数 | Files whose text was here already';
comment on column runs.failed is '未能读取或存入的文件数 | Files that could not be read or stored';

create table failures (
    run_id varchar not null,
    path varchar not null,
    code varchar not null,
    message varchar not null,
    failed_at timestamp not null default (current_timestamp at time zone 'UTC'),
    primary key (run_id, path)
);
comment on table failures is '未能读取或存入的文件 | Files that could not be read or stored';
comment on column failures.run_id is '导入编号，见 runs | The load, see runs';
comment on column failures.path is '文件路径 | Path of the file';
comment on column failures.code is '原因代码 | Reason code';
comment on column failures.message is '原因与处理办法 | Reason, and what to do';
comment on column failures.failed_at is '时间（UTC） | When (UTC)';

create table speeches (
    speech_id varchar primary key,
    sha256 varchar not null check (length(sha256) = 64),
    title varchar,
    occasion varchar,
    year varchar not null check (regexp_full_match(year, '[0-9X]{4}')),
    given_on date,
    level varchar,
    jurisdiction varchar,
    speaker varchar,
    encoding varchar not null,
    chars integer not null,
    text varchar using compression zstd not null, -- else all texts are compressed anew at each checkpoint, in ten ways
    loaded_at timestamp not null default (current_timestamp at time zone 'UTC'),
    run_id varchar not null,
    check (chars = length(text))
);
comment on table speeches is '讲话原文及其基本信息 | Speeches: the text and what it says about itself';
comment on column speeches.speech_id is '讲话编号，由原文摘要得出 | Id, from the hash of the text';
comment on column speeches.sha256 is '原文（UTF-8）的 SHA-256 | SHA-256 of the text in UTF-8';
comment on column speeches.title is '标题 | Title';
comment on column speeches.occasion is '会议或场合 | Meeting or occasion';
comment on column speeches.year is '工作年度；X 为未知或隐去的数字 | Year of the work assigned; X stands for an unknown digit';
comment on column speeches.given_on is '讲话日期 | Day of the speech';
comment on column speeches.level is '层级：省、市、县、镇、企业、高校等 | Level of the jurisdiction';
comment on column speeches.jurisdiction is '所属地区或单位 | Jurisdiction';
comment on column speeches.speaker is '讲话人职务 | Post of the speaker';
comment on column speeches.encoding is '原文件编码 | Encoding of the file';
comment on column speeches.chars is '字数（Unicode 码点） | Length in code points';
comment on column speeches.text is '原文，一字不改 | The text, unchanged';
comment on column speeches.loaded_at is '存入时间（UTC） | When it was stored (UTC)';
comment on column speeches.run_id is '导入编号，见 runs | The load, see runs';

create table sources (
    speech_id varchar not null,
    path varchar not null,
    sha256 varchar not null,
    run_id varchar not null,
    file_hash varchar
);
comment on table sources is '讲话来自哪些文件；同一内容可有多个文件 | The files of a speech; one speech may come from several';
comment on column sources.speech_id is '讲话编号 | The speech';
comment on column sources.path is '文件路径 | Path of the file';
comment on column sources.sha256 is '该文件所读原文的 SHA-256 | SHA-256 of the text read from it';
comment on column sources.file_hash is '文件内容与读取方式的摘要，未改动的文件据此识别，不再解析；纯文本和表格为空 | Hash of the file and of how it was read: by it a file that has not changed is known without being parsed; null for plain texts and tables';
comment on column sources.run_id is '导入编号，见 runs | The load, see runs';

create table outline (
    node_id varchar not null,
    speech_id varchar not null,
    parent_id varchar,
    seq integer not null check (seq >= 0),
    level integer not null check (level >= 1),
    marker varchar not null,
    heading varchar,
    heading_path varchar,
    start_char integer not null,
    body_char integer not null,
    end_char integer not null,
    inline boolean not null,
    check (start_char >= 0 and body_char >= start_char and end_char >= body_char)
);
comment on table outline is '讲话的层次结构，一个序号一行 | Outline: one row an enumerated item';
comment on column outline.node_id is '条目编号 | Id of the item';
comment on column outline.speech_id is '讲话编号 | The speech';
comment on column outline.parent_id is '上级条目；顶层为空 | Enclosing item; null at the top';
comment on column outline.seq is '在讲话中的次序，从 0 起 | Place in the speech, from 0';
comment on column outline.level is '层次，1 为最外层 | Depth, 1 is outermost';
comment on column outline.marker is '序号原文，如 一、（二）三是 | The enumerator as it stands';
comment on column outline.heading is '条目标题；无标题为空 | Heading of the item; null where it has none';
comment on column outline.heading_path is '自顶层起的标题路径，无标题的条目略过 | Headings from the outermost item down to this one, where they have one';
comment on column outline.start_char is '起（含序号） | Begin, with the enumerator';
comment on column outline.body_char is '序号之后的正文起点 | Begin of the words after the enumerator';
comment on column outline.end_char is '止 | End of the item';
comment on column outline.inline is '是否括号内的序号 | Whether it stands inside brackets';

create table statements (
    statement_id varchar not null,
    speech_id varchar not null,
    node_id varchar,
    seq integer not null check (seq >= 0),
    start_char integer not null,
    end_char integer not null,
    zone varchar not null check (
        zone in ('directive', 'achievement', 'problem', 'rationale', 'heading', 'procedure', 'closing', 'noise')
    ),
    check (start_char >= 0 and end_char > start_char)
);
comment on table statements is '语句及其篇章功能；文字由 speeches.text 截取 | Statements and their zones; the words are cut from speeches.text';
comment on column statements.statement_id is '语句编号 | Id of the statement';
comment on column statements.speech_id is '讲话编号 | The speech';
comment on column statements.node_id is '所在条目，见 outline；无则为空 | Innermost item around it, see outline';
comment on column statements.seq is '在讲话中的次序，从 0 起 | Place in the speech, from 0';
comment on column statements.start_char is '起 | Begin';
comment on column statements.end_char is '止 | End';
comment on column statements.zone is '功能：directive 任务，achievement 成绩，problem 问题，rationale 依据，heading 标题，procedure 会务，closing 结语，noise 杂质 | What the statement is for';

create table directives (
    directive_id varchar not null,
    statement_id varchar not null,
    speech_id varchar not null,
    kind varchar not null check (kind in ('task', 'principle', 'sanction')),
    text varchar not null,
    heading_path varchar,
    start_char integer not null,
    end_char integer not null,
    due_text varchar,
    due_start integer,
    due_end integer,
    due_edtf varchar,
    due_earliest date,
    due_latest date,
    due_status varchar not null check (due_status in ('resolved', 'yearless', 'masked', 'relative', 'vague', 'none')),
    recurrence_text varchar,
    recurrence_start integer,
    recurrence_end integer,
    recurrence_freq varchar check (
        recurrence_freq in ('daily', 'weekly', 'monthly', 'quarterly', 'halfyearly', 'yearly', 'irregular')
    ),
    rule varchar not null,
    check (start_char >= 0 and end_char > start_char),
    check ((due_status = 'none') = (due_text is null)),
    check (due_status = 'resolved' or (due_earliest is null and due_latest is null)),
    check ((recurrence_freq is null) = (recurrence_text is null))
);
comment on table directives is '任务：要求谁在何时前做什么 | Directives: what is to be done';
comment on column directives.directive_id is '任务编号，由讲话与位置得出 | Id, from the speech and the span';
comment on column directives.statement_id is '所在语句 | The statement';
comment on column directives.speech_id is '讲话编号 | The speech';
comment on column directives.kind is '类别：task 可核查任务，principle 原则要求，sanction 问责 | What kind of demand it is';
comment on column directives.text is '原文 | The words';
comment on column directives.heading_path is '所在条目的标题路径 | Headings above it';
comment on column directives.start_char is '起 | Begin';
comment on column directives.end_char is '止 | End';
comment on column directives.due_text is '时限原文 | The deadline as it stands';
comment on column directives.due_start is '时限原文起 | Begin of the deadline';
comment on column directives.due_end is '时限原文止 | End of the deadline';
comment on column directives.due_edtf is '时限（EDTF），X 为未知数字 | The deadline in EDTF; X stands for an unknown digit';
comment on column directives.due_earliest is '最早完成日；仅确定时有值 | First day, only where resolved';
comment on column directives.due_latest is '最迟完成日；仅确定时有值 | Last day, only where resolved';
comment on column directives.due_status is '时限状态：resolved 确定，yearless 缺年份，masked 隐去，relative 相对，vague 含糊，none 无 | How far the deadline is known';
comment on column directives.recurrence_text is '频次原文 | The recurrence as it stands';
comment on column directives.recurrence_start is '频次原文起 | Begin of the recurrence';
comment on column directives.recurrence_end is '频次原文止 | End of the recurrence';
comment on column directives.recurrence_freq is '频次：daily 每日，weekly 每周，monthly 每月，quarterly 每季，halfyearly 每半年，yearly 每年，irregular 不定期 | How often';
comment on column directives.rule is '判定依据（规则编号） | The rule that made it a directive';

create table bodies (
    body_id varchar not null,
    name varchar not null,
    canonical varchar not null,
    kind varchar,
    level varchar,
    jurisdiction varchar,
    speech_id varchar,
    parent_id varchar
);
comment on table bodies is '责任单位；同一地区的同名单位为一个 | Bodies: one row a jurisdiction and canonical name';
comment on column bodies.body_id is '单位编号，由地区（未知时为讲话）与规范名得出 | Id, from the jurisdiction (the speech, where that is unknown) and the canonical name';
comment on column bodies.name is '单位名称 | Name, as the speech gives it in full';
comment on column bodies.canonical is '规范名，简称与更名已归一 | Canonical name: abbreviations and renamings resolved';
comment on column bodies.kind is '单位类别 | Kind of body';
comment on column bodies.level is '单位层级 | Level of the body';
comment on column bodies.jurisdiction is '所属地区 | Jurisdiction';
comment on column bodies.speech_id is '地区未知或隐去时，单位只属于这篇讲话 | The one speech it belongs to, where the jurisdiction is unknown or masked';
comment on column bodies.parent_id is '上级单位 | The body above it';

create table responsibilities (
    directive_id varchar not null,
    seq integer not null check (seq >= 0),
    body_id varchar not null,
    name varchar not null,
    mention varchar not null,
    role varchar not null check (role in ('responsible', 'assisting')),
    inherited boolean not null,
    start_char integer not null,
    end_char integer not null,
    check (start_char >= 0 and end_char > start_char)
);
comment on table responsibilities is '任务与责任单位的对应 | Who must act in a directive';
comment on column responsibilities.directive_id is '任务编号 | The directive';
comment on column responsibilities.seq is '提及次序，从 0 起；首个负责单位牵头 | Order of mention, from 0; the first responsible one leads';
comment on column responsibilities.body_id is '单位编号，见 bodies | The body, see bodies';
comment on column responsibilities.name is '单位全称 | Full name, as the context gives it';
comment on column responsibilities.mention is '原文写法 | The characters as they stand';
comment on column responsibilities.role is '角色：responsible 负责，assisting 配合 | How it takes part';
comment on column responsibilities.inherited is '是否承前省略（主语在前一句） | Whether the subject stands in an earlier statement';
comment on column responsibilities.start_char is '起 | Begin of the mention';
comment on column responsibilities.end_char is '止 | End of the mention';

create table targets (
    target_id varchar not null,
    directive_id varchar not null,
    seq integer not null check (seq >= 0),
    mention varchar not null,
    indicator varchar,
    op varchar not null check (op in ('>=', '<=', '~', '=', 'range')),
    value_low double,
    value_high double,
    unit varchar,
    start_char integer not null,
    end_char integer not null,
    check (start_char >= 0 and end_char > start_char)
);
comment on table targets is '量化指标 | Number targets of a directive';
comment on column targets.target_id is '指标编号 | Id of the target';
comment on column targets.directive_id is '任务编号 | The directive';
comment on column targets.seq is '在任务中的次序，从 0 起 | Place in the directive, from 0';
comment on column targets.mention is '原文 | The characters as they stand';
comment on column targets.indicator is '指标名 | What is counted';
comment on column targets.op is '比较：>= 不少于，<= 不超过，~ 约，= 等于，range 区间 | How it compares';
comment on column targets.value_low is '数值（区间的下限）；隐去为空 | The number, or the low end of a range; null where masked';
comment on column targets.value_high is '区间的上限 | High end of a range';
comment on column targets.unit is '单位 | Measure word';
comment on column targets.start_char is '起 | Begin';
comment on column targets.end_char is '止 | End';

create table sanctions (
    directive_id varchar not null,
    seq integer not null check (seq >= 0),
    condition varchar,
    condition_start integer,
    condition_end integer,
    consequence varchar not null,
    consequence_start integer not null,
    consequence_end integer not null,
    falls_on varchar,
    falls_on_start integer,
    falls_on_end integer,
    check (consequence_start >= 0 and consequence_end > consequence_start),
    check ((condition is null) = (condition_start is null) and (condition is null) = (condition_end is null)),
    check ((falls_on is null) = (falls_on_start is null) and (falls_on is null) = (falls_on_end is null))
);
comment on table sanctions is '问责条款，一项后果一行 | What happens to whom if it is not done: one row a consequence';
comment on column sanctions.directive_id is '任务编号 | The directive';
comment on column sanctions.seq is '次序，从 0 起 | Place in the directive, from 0';
comment on column sanctions.condition is '触发条件原文；没有写明为空 | Condition as it stands; null where the text names none';
comment on column sanctions.condition_start is '触发条件起 | Begin of the condition';
comment on column sanctions.condition_end is '触发条件止 | End of the condition';
comment on column sanctions.consequence is '后果原文，如 约谈、通报批评、扣3分 | Consequence as it stands';
comment on column sanctions.consequence_start is '后果起 | Begin of the consequence';
comment on column sanctions.consequence_end is '后果止 | End of the consequence';
comment on column sanctions.falls_on is '对象原文；没有写明为空 | On whom it falls; null where the text does not say';
comment on column sanctions.falls_on_start is '对象起 | Begin of whom it falls on';
comment on column sanctions.falls_on_end is '对象止 | End of whom it falls on';

create table programmes (
    directive_id varchar not null,
    seq integer not null check (seq >= 0),
    programme varchar not null,
    mention varchar not null,
    start_char integer not null,
    end_char integer not null,
    declared_count integer check (declared_count > 0),
    found_count integer check (found_count > 0),
    listed varchar,
    listed_start integer,
    listed_end integer,
    check (start_char >= 0 and end_char > start_char),
    check ((listed is null) = (found_count is null)),
    check ((listed is null) = (listed_start is null) and (listed is null) = (listed_end is null))
);
comment on table programmes is '任务所提到的行动、工程、制度和文件 | Programmes and documents that a directive names';
comment on column programmes.directive_id is '任务编号 | The directive';
comment on column programmes.seq is '次序，从 0 起 | Place in the directive, from 0';
comment on column programmes.programme is '名称（去掉引号） | Name, without quotation marks';
comment on column programmes.mention is '原文写法 | The characters as they stand';
comment on column programmes.start_char is '起 | Begin';
comment on column programmes.end_char is '止 | End';
comment on column programmes.declared_count is '名称所说的项数，如 九有标准 为 9；没有说为空 | Number of items the name declares; null where it declares none';
comment on column programmes.found_count is '旁边所列的项数；没有列出为空 | Number of items in the list beside it; null where there is no list';
comment on column programmes.listed is '所列各项的原文 | The list as it stands';
comment on column programmes.listed_start is '所列各项起 | Begin of the list';
comment on column programmes.listed_end is '所列各项止 | End of the list';

create table rejected (
    speech_id varchar not null,
    seq integer not null check (seq >= 0),
    start_char integer not null,
    end_char integer not null,
    rule varchar not null,
    reason varchar not null
);
comment on table rejected is '落选的近似结果及理由 | Near misses, with the rule that spoke against them';
comment on column rejected.speech_id is '讲话编号 | The speech';
comment on column rejected.seq is '次序，从 0 起 | Place in the list, from 0';
comment on column rejected.start_char is '起 | Begin';
comment on column rejected.end_char is '止 | End';
comment on column rejected.rule is '规则编号 | The rule';
comment on column rejected.reason is '理由 | The reason';

create table events (
    event_id varchar primary key,
    action_id varchar,
    directive_id varchar not null,
    speech_id varchar,
    start_char integer,
    end_char integer,
    "at" timestamp not null default (current_timestamp at time zone 'UTC'),
    author varchar,
    kind varchar not null check (kind in ('status', 'note', 'correction', 'undo')),
    field varchar,
    old varchar,
    new varchar,
    reason varchar
);
comment on table events is '跟踪记录，只增不改 | Follow-up of directives, append-only';
comment on column events.event_id is '记录编号 | Id of the event';
comment on column events.action_id is '同一次操作的记录编号相同，可一并撤销 | Events made in one act share it and are undone together';
comment on column events.directive_id is '任务编号 | The directive';
comment on column events.speech_id is '讲话编号 | The speech';
comment on column events.start_char is '记录时任务的起 | Begin of the directive when it was recorded';
comment on column events.end_char is '记录时任务的止 | End of the directive when it was recorded';
comment on column events."at" is '时间（UTC） | When (UTC)';
comment on column events.author is '记录人 | Who';
comment on column events.kind is '类别：status 状态，note 进展，correction 更正，undo 撤销 | What kind of event';
comment on column events.field is '进展的种类（progress 进展，evidence 佐证，facts 讲话信息的更正）或更正的字段 | What a note is, or the field corrected';
comment on column events.old is '旧值；撤销时为被撤销的记录编号 | Old value; of an undo, the id of the event undone';
comment on column events.new is '新值 | New value';
comment on column events.reason is '理由 | The reason';

create table withdrawn (
    directive_id varchar primary key,
    speech_id varchar not null,
    start_char integer not null,
    end_char integer not null,
    text varchar not null,
    kind varchar not null,
    heading_path varchar,
    responsible varchar,
    due_text varchar,
    withdrawn_at timestamp not null default (current_timestamp at time zone 'UTC'),
    run_id varchar,
    reason varchar not null
);
comment on table withdrawn is '已撤下但有跟踪记录的任务：重新抽取后没有对应的任务 | Directives with follow-up that a later extraction no longer finds';
comment on column withdrawn.directive_id is '任务编号 | The directive';
comment on column withdrawn.speech_id is '讲话编号 | The speech';
comment on column withdrawn.start_char is '起 | Begin';
comment on column withdrawn.end_char is '止 | End';
comment on column withdrawn.text is '原文 | The words';
comment on column withdrawn.kind is '类别 | Kind of demand';
comment on column withdrawn.heading_path is '所在条目的标题路径 | Headings above it';
comment on column withdrawn.responsible is '撤下时的责任单位 | Its bodies when it was withdrawn';
comment on column withdrawn.due_text is '时限原文 | The deadline as it stands';
comment on column withdrawn.withdrawn_at is '撤下时间（UTC） | When (UTC)';
comment on column withdrawn.run_id is '使其撤下的导入编号 | The run that withdrew it';
comment on column withdrawn.reason is '撤下的原因 | Why';

create table near_copies (
    speech_id varchar not null,
    other_id varchar not null,
    similarity double not null check (similarity between 0 and 1)
);
comment on table near_copies is '近似重复的讲话：只作标记，不合并 | Speeches that nearly repeat another: flagged, not merged';
comment on column near_copies.speech_id is '后导入的讲话 | The later speech';
comment on column near_copies.other_id is '先导入的讲话 | The earlier speech';
comment on column near_copies.similarity is '相似度，0 至 1 | Similarity, 0 to 1';

create table signatures (
    speech_id varchar not null,
    keys bigint[] not null,
    places blob not null
);
comment on table signatures is '讲话的特征，用来找出近似重复的讲话；过短的没有 | Signatures, by which near copies are found; very short texts have none';
comment on column signatures.speech_id is '讲话编号 | The speech';
comment on column signatures.keys is '32 组字句特征 | 32 keys, each of four sequences of characters';
comment on column signatures.places is '各特征在文中的位置 | Where in the text each sequence stands';
