-- An export and an erasure read withdrawn absences and undone merges, too: the partial unique indexes leave them out.
create index absence_by_enrollment on absence (enrollment_id);
create index student_merge_merged on student_merge (merged_id);
