-- 截取原文：码点位置 [a, b) 的文字。Every quotation in a view is cut by this macro.
create or replace macro span(words, a, b) as substring(words, a + 1, b - a);
comment on macro span is '截取原文 [a, b) | The words of a text between two offsets';
