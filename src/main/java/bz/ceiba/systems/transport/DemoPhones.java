package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.DemoCast.Member;
import bz.ceiba.platform.documents.Device;
import bz.ceiba.platform.documents.OfficersDevices;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Phones of the demonstration's officers: each is set up again when its time is over. Nobody keeps their key. */
final class DemoPhones {
    /** An officer's phone of a time, and how many tickets were written on it. */
    record Phone(Device device, int written) {}

    private static final Duration NIGHT = Duration.ofHours(9);

    private record Set(String officer, long period) {}

    private final JdbcClient db;
    private final JsonMapper json;
    private final Instant first;
    private final Instant now;
    private final ECKey key = key();
    private final Map<Set, Phone> phones = new LinkedHashMap<>();

    /** @param first when the first ones were set up */
    DemoPhones(JdbcClient db, JsonMapper json, Instant first, Instant now) {
        this.db = db;
        this.json = json;
        this.first = first;
        this.now = now;
    }

    /** The phone that an officer had at an instant, with one ticket more; set up when he had none. */
    Phone writes(Member officer, String agency, Instant at) {
        String number = officer.person().digits();
        long period = Duration.between(first, at).dividedBy(OfficersDevices.LIFE);
        return java.util.Objects.requireNonNull(phones.compute(new Set(number, period), (set, before) -> {
            Phone phone = before == null ? enrol(officer, agency, period) : before;
            return new Phone(phone.device(), phone.written() + 1);
        }));
    }

    private Phone enrol(Member officer, String agency, long period) {
        String publicKey = key.toPublicJWK().toJSONString();
        Instant from = first.plus(OfficersDevices.LIFE.multipliedBy(period));
        Instant until = from.plus(OfficersDevices.LIFE);
        Instant recently = now.minus(NIGHT.dividedBy(4));
        Instant seen = until.isBefore(now) ? until.minus(NIGHT) : recently.isAfter(from) ? recently : from;
        Device device = new Device(
                UUID.nameUUIDFromBytes((officer.person() + "/" + period).getBytes(StandardCharsets.UTF_8)),
                officer.person().digits(),
                officer.name(),
                agency,
                "",
                "Roadside phone",
                publicKey,
                publicKey,
                from,
                until,
                null,
                seen);
        db.sql("""
                insert into transport.device (id, officer, officer_name, agency, name, sign_key, box_key, enrolled_at, expires_at, seen_at)
                values (:id, :officer, :name, :agency, :phone, :key, :key, :from, :until, :seen)
                """)
                .param("id", device.id())
                .param("officer", device.officer())
                .param("name", device.officerName())
                .param("agency", agency)
                .param("phone", device.name())
                .param("key", publicKey)
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("seen", seen.atOffset(ZoneOffset.UTC))
                .param("until", device.expiresAt().atOffset(ZoneOffset.UTC))
                .update();
        return new Phone(device, 0);
    }

    private static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_256).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A ticket as the phone signs it. */
    String signed(Phone phone, WrittenTicket ticket) {
        try {
            JWSObject jws = new JWSObject(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .keyID(phone.device().id().toString())
                            .build(),
                    new Payload(json.writeValueAsString(ticket)));
            jws.sign(new ECDSASigner(key));
            return jws.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
