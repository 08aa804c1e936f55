package bz.ceiba.systems.identity.signin;

import bz.ceiba.platform.kernel.PersonNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The sign-ins under way. */
@Component
public class Challenges {
    private final JdbcClient db;

    Challenges(JdbcClient db) {
        this.db = db;
    }

    void add(Challenge challenge) {
        PersonNumber number = challenge.number();
        db.sql("""
                        insert into identity.challenge (cookie_hash, number, known, code_mac, until)
                        values (:cookie, :number, :known, :mac, :until)
                        """)
                .param("cookie", challenge.cookieHash())
                .param("number", number == null ? null : number.digits())
                .param("known", challenge.known())
                .param("mac", challenge.codeMac())
                .param("until", challenge.until().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** The challenge, locked until the transaction ends, so that tries are counted one by one. */
    Optional<Challenge> lock(byte[] cookieHash) {
        return db.sql("select * from identity.challenge where cookie_hash = :cookie for update")
                .param("cookie", cookieHash)
                .query((row, n) -> new Challenge(
                        cookieHash,
                        Optional.ofNullable(row.getString("number"))
                                .map(PersonNumber::new)
                                .orElse(null),
                        row.getBoolean("known"),
                        row.getBytes("code_mac"),
                        "email".equals(row.getString("channel")),
                        row.getInt("tries"),
                        row.getBoolean("code_passed"),
                        row.getBoolean("password_passed"),
                        signals(row),
                        row.getBytes("other_mac"),
                        row.getObject("until", OffsetDateTime.class).toInstant()))
                .optional();
    }

    void countTry(Challenge challenge) {
        db.sql("update identity.challenge set tries = tries + 1 where cookie_hash = :cookie")
                .param("cookie", challenge.cookieHash())
                .update();
    }

    void byMail(Challenge challenge, byte[] codeMac) {
        db.sql("update identity.challenge set channel = 'email', code_mac = :mac where cookie_hash = :cookie")
                .param("mac", codeMac)
                .param("cookie", challenge.cookieHash())
                .update();
    }

    private static Set<Risks.Signal> signals(ResultSet row) throws SQLException {
        return Arrays.stream((String[]) row.getArray("signals").getArray())
                .map(Risks.Signal::valueOf)
                .collect(Collectors.toSet());
    }

    void other(Challenge challenge, byte[] otherMac) {
        db.sql("update identity.challenge set other_mac = :mac where cookie_hash = :cookie")
                .param("mac", otherMac)
                .param("cookie", challenge.cookieHash())
                .update();
    }

    void passCode(Challenge challenge, Set<Risks.Signal> signals) {
        db.sql("update identity.challenge set code_passed = true, signals = :signals where cookie_hash = :cookie")
                .param("signals", signals.stream().map(Enum::name).sorted().toArray(String[]::new))
                .param("cookie", challenge.cookieHash())
                .update();
    }

    /** Making a passkey takes longer than typing a code. */
    void passPassword(Challenge challenge, Instant until) {
        db.sql("update identity.challenge set password_passed = true, until = :until where cookie_hash = :cookie")
                .param("until", until.atOffset(ZoneOffset.UTC))
                .param("cookie", challenge.cookieHash())
                .update();
    }

    void delete(byte[] cookieHash) {
        db.sql("delete from identity.challenge where cookie_hash = :cookie")
                .param("cookie", cookieHash)
                .update();
    }

    public int deleteOlderThan(Instant now) {
        return db.sql("delete from identity.challenge where until < :now")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }
}
