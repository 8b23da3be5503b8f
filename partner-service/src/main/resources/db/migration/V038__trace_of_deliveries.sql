-- The traceparent of the request that caused the event. It is never sent to the receiver.
alter table webhook_delivery add column traceparent text;
