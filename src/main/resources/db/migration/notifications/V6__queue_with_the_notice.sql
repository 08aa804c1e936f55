-- The statement that adds a notice queues it, too.
drop trigger notice_queued on notifications.notice;
drop function notifications.queue();
