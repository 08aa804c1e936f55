package bz.ceiba.systems.border;

import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.documents.IssuedDocument;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Visas that were granted, by the passport that they are for. */
@Component
class Visas {
    private final JdbcClient db;
    private final Sealed sealed;
    private final Documents documents;
    private final Clock clock;
    private final VisaRules rules = VisaRules.load();

    Visas(JdbcClient db, Sealed sealed, Documents documents, Clock clock) {
        this.db = db;
        this.sealed = sealed;
        this.documents = documents;
        this.clock = clock;
    }

    VisaRules rules() {
        return rules;
    }

    private byte[] mac(String issuer, String number) {
        return sealed.documentMac(IcaoStates.iso(issuer) + " " + Traveller.plain(number));
    }

    private record Row(String document, boolean multiple, LocalDate until, int days, boolean used) {}

    /** The one that was granted last for a passport, as it stands on a day. */
    Optional<Visa> of(String issuer, String number, LocalDate on) {
        return db.sql("""
                select v.document, v.entries = 'multiple' as multiple, v.valid_until, v.stay_days, exists (
                  select from border.traveller t
                  join border.declaration d on d.number = t.number and d.version = t.version
                  join border.decision x on x.number = t.number and x.position = t.position
                  where t.document_mac = v.passport_mac and d.direction = 'ARRIVAL' and x.agency = 'immigration' and x.outcome = 'ADMIT'
                    and x.decided_at > v.granted_at) as used
                from border.visa v where v.passport_mac = :mac order by v.granted_at desc limit 1
                """)
                .param("mac", mac(issuer, number))
                .query((row, n) -> new Row(
                        row.getString("document"),
                        row.getBoolean("multiple"),
                        row.getObject("valid_until", LocalDate.class),
                        row.getInt("stay_days"),
                        row.getBoolean("used")))
                .optional()
                .map(row -> new Visa(row.document(), row.multiple(), row.until(), row.days(), standing(row, on)));
    }

    private Visa.Standing standing(Row row, LocalDate on) {
        boolean revoked =
                documents.find(row.document()).map(IssuedDocument::revokedAt).isPresent();
        if (revoked) {
            return Visa.Standing.REVOKED;
        }
        if (row.until().isBefore(on)) {
            return Visa.Standing.OVER;
        }
        return row.used() && !row.multiple() ? Visa.Standing.USED : Visa.Standing.VALID;
    }

    void grant(CaseFile file, String document, LocalDate until, int days) {
        db.sql("""
                insert into border.visa (case_number, document, passport_mac, entries, valid_until, stay_days, granted_at)
                values (:case, :document, :mac, :entries, :until, :days, :now) on conflict (case_number) do nothing
                """)
                .param("case", file.number().text())
                .param("document", document)
                .param(
                        "mac",
                        mac(
                                file.facts().path("issuer").asString(""),
                                file.facts().path("document").asString("")))
                .param("entries", file.form().path("entries").asString("single"))
                .param("until", until)
                .param("days", days)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }
}
