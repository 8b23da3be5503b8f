-- The service's role writes the audit trail and changes nothing in it: besides the trigger, it lacks the right.
revoke update, delete, truncate on audit_entry, audit_seal from "${service_role}";
