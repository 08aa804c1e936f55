package bz.ceiba.systems.border;

import java.time.LocalDate;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The queues of a port: which flights, vessels and vehicles come on a day, and who is on them. */
@Component
class Arrivals {
    private static final int MOST = 500;

    private final JdbcClient db;
    private final Declarations declarations;
    private final Sealed sealed;

    Arrivals(JdbcClient db, Declarations declarations, Sealed sealed) {
        this.db = db;
        this.declarations = declarations;
        this.sealed = sealed;
    }

    /** A day's flights, vessels and vehicles. */
    List<QueueLine> queue(String port, LocalDate day, Part part) {
        return db.sql("""
                select d.carrier, d.direction = 'ARRIVAL' as arrival, count(*)::int as declarations,
                  sum(d.travellers)::int as travellers, sum(coalesce(x.decided, 0))::int as decided
                from border.declaration d
                left join lateral (
                  select count(distinct position) as decided from border.decision where number = d.number and agency = :agency
                ) x on true
                where d.port = :port and d.travel_date = :day and d.withdrawn_at is null
                group by d.carrier, d.direction order by d.direction, d.carrier limit :most
                """)
                .param("port", port)
                .param("day", day)
                .param("agency", part.agency())
                .param("most", MOST)
                .query(QueueLine.class)
                .list();
    }

    /** The declarations of one of them. */
    List<Declaration> on(String port, LocalDate day, boolean arrival, String carrier) {
        return db
                .sql("""
                select number from border.declaration
                where port = :port and travel_date = :day and direction = :direction and carrier = :carrier
                order by submitted_at limit :most
                """)
                .param("port", port)
                .param("day", day)
                .param("direction", arrival ? "ARRIVAL" : "DEPARTURE")
                .param("carrier", carrier)
                .param("most", MOST)
                .query(String.class)
                .list()
                .stream()
                .flatMap(number -> declarations.find(number).stream())
                .toList();
    }

    /** All declarations of a port from a day to another, also those that were withdrawn, in the order of the queue. */
    List<Declaration> expected(String port, LocalDate from, LocalDate to, int most) {
        return db
                .sql("""
                select number from border.declaration
                where port = :port and travel_date between :from and :to
                order by travel_date, direction, carrier, submitted_at limit :most
                """)
                .param("port", port)
                .param("from", from)
                .param("to", to)
                .param("most", most)
                .query(String.class)
                .list()
                .stream()
                .flatMap(number -> declarations.find(number).stream())
                .toList();
    }

    /** The newest declaration on which a document is, whichever state issued it. */
    List<String> withDocument(String number) {
        byte[][] macs = IcaoStates.all().stream()
                .map(state -> sealed.documentMac(state + " " + Traveller.plain(number)))
                .toArray(byte[][]::new);
        return db.sql("""
                select d.number from border.traveller t
                join border.declaration d on d.number = t.number and d.version = t.version
                where t.document_mac = any(:macs) and d.withdrawn_at is null
                order by d.travel_date desc, d.submitted_at desc limit 10
                """).param("macs", macs).query(String.class).list();
    }
}
