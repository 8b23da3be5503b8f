-- The day on which a student left, which may lie before the day on which it was recorded.
alter table enrollment add column withdrawn_on date;
