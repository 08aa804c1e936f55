package bz.ceiba.systems.transport;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.documents.Device;
import bz.ceiba.platform.documents.OfficersDevices;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Officers' phones, and the numbers of tickets that are lent to them. */
@Component
class Devices extends OfficersDevices {
    static final String PREFIX = "TT";

    /** So many numbers a phone has in hand: more than an officer writes in three days. */
    static final int IN_HAND = 60;

    private final JdbcClient db;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Devices(JdbcClient db, Audit audit, Clock clock) {
        super(db, audit, clock, "transport.device", null);
        this.db = db;
        this.clock = clock;
    }

    /** The numbers that a phone has in hand, filled up; asked for again, the same ones. */
    @Transactional
    public List<String> lend(Device device) {
        lock(device);
        List<String> unused = db.sql(
                        "select number from transport.lent_number where device = ? and used_at is null order by number")
                .param(device.id())
                .query(String.class)
                .list();
        int year = Country.today(clock).getYear();
        List<String> fresh = Stream.generate(
                        () -> CaseNumber.random(PREFIX, year, random).text())
                .limit(Math.max(0, IN_HAND - unused.size()))
                .distinct()
                .toList();
        // One that another phone has already is left out: then there is one less.
        List<String> lent = db.sql("""
                        insert into transport.lent_number (number, device, lent_at)
                        select n, :device, :now from unnest(cast(:numbers as text[])) n
                        on conflict do nothing returning number
                        """)
                .param("device", device.id())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("numbers", fresh.toArray(String[]::new))
                .query(String.class)
                .list();
        return Stream.concat(unused.stream(), lent.stream()).toList();
    }
}
