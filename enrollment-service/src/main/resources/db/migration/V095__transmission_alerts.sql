-- What is unusual in what a partner sends: docs/adr/0030-every-attempt-is-counted.md. At most one of each kind.
create table transmission_alert (
    id           uuid        primary key,
    version      bigint      not null, -- also the event's revision
    partner_id   uuid        not null,
    condition    text        not null,
    state        text        not null,
    last_sent_on date        not null,
    recent       bigint      not null, -- working days, attempts or per cent
    usual        bigint      not null,
    raised_at    timestamptz not null,
    changed_at   timestamptz not null,
    constraint transmission_alert_once unique (partner_id, condition)
);
call protect_by_tenant('transmission_alert', 'partner_id');
