-- Objects whose newest event a consumer could not process, from the dead letter topics of this service's own topics.
create table propagation_failure (
    object_id uuid        not null,
    consumer  text        not null,
    topic     text        not null,
    revision  bigint      not null,
    reason    text        not null,
    since     timestamptz not null,
    primary key (object_id, consumer)
);
