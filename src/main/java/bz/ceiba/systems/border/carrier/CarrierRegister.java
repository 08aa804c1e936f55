package bz.ceiba.systems.border.carrier;

import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.platform.web.ShownCertificates;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which lines are registered, and which of them connects: each is known by its certificate (mutual TLS), as other systems outside are. */
@Component
class CarrierRegister {
    private final JdbcClient db;
    private final ShownCertificates shown;
    private final Clock clock;

    CarrierRegister(JdbcClient db, CarrierSettings settings, Clock clock) {
        this.db = db;
        this.shown = new ShownCertificates(settings.clientCertificateHeader());
        this.clock = clock;
    }

    /** The line whose valid certificate was shown. */
    Optional<Carrier> of(HttpServletRequest request) {
        return shown.of(request).map(List::getFirst).filter(this::isValid).flatMap(certificate -> db.sql(
                        "select code, name, designators, certificate from border.carrier where certificate = ? and ended_at is null")
                .param(fingerprint(certificate))
                .query(CarrierRegister::carrier)
                .optional());
    }

    private boolean isValid(X509Certificate certificate) {
        try {
            certificate.checkValidity(Date.from(clock.instant()));
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(Sha256.of(certificate.getEncoded()));
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    List<Carrier> all() {
        return db.sql(
                        "select code, name, designators, certificate from border.carrier where ended_at is null order by name")
                .query(CarrierRegister::carrier)
                .list();
    }

    Optional<Carrier> find(String code) {
        return all().stream().filter(carrier -> carrier.code().equals(code)).findFirst();
    }

    private static Carrier carrier(java.sql.ResultSet row, int n) throws java.sql.SQLException {
        return new Carrier(
                row.getString("code"),
                row.getString("name"),
                List.of((String[]) row.getArray("designators").getArray()),
                row.getString("certificate"));
    }

    /** Within the caller's transaction. */
    void enter(Carrier carrier, String by) {
        db.sql("""
                        insert into border.carrier (code, name, designators, certificate, registered_by, registered_at)
                        values (:code, :name, :designators, :certificate, :by, :at)
                        on conflict (code) do update set name = excluded.name, designators = excluded.designators,
                          certificate = excluded.certificate, registered_by = excluded.registered_by, registered_at = excluded.registered_at,
                          ended_at = null
                        """)
                .param("code", carrier.code())
                .param("name", carrier.name())
                .param("designators", carrier.designators().toArray(new String[0]))
                .param("certificate", certificate(carrier.certificate()))
                .param("by", by)
                .param("at", Timestamp.from(clock.instant()))
                .update();
    }

    private static @Nullable String certificate(@Nullable String certificate) {
        return certificate == null || certificate.isEmpty() ? null : certificate;
    }

    void end(String code) {
        db.sql("update border.carrier set ended_at = ? where code = ? and ended_at is null")
                .params(Timestamp.from(clock.instant()), code)
                .update();
    }
}
