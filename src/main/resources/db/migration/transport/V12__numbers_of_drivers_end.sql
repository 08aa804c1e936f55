-- The numbers of drivers in crashes are taken out when their time is over; the crash stays.
grant update (sealed, about) on transport.crash_person to ceiba_app;
