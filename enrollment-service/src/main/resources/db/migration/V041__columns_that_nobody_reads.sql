alter table site_view drop column hosting_capacity;
alter table offering_view drop column currency;
