package bz.ceiba.platform.documents;

import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.kernel.PersonNumber;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Orders for documents of people of a test's own. */
final class TestOrders {
    private TestOrders() {}

    static IssueOrder forAnybody() {
        return order(TestPeople.number(), "Marva Ixchel Choc-Núñez", LocalDate.of(2099, 5, 22), null);
    }

    static IssueOrder forHolder(Actor holder) {
        return order(holder.number(), holder.name(), LocalDate.of(2099, 5, 22), null);
    }

    static IssueOrder order(String holder, String name, @Nullable LocalDate validUntil, @Nullable String replaces) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Date of birth", "7 March 1990");
        facts.put("Purpose", "Employment");
        return new IssueOrder(
                "test:" + UUID.randomUUID(),
                "test-certificate",
                "TST",
                LocalizedText.of("Certificate for tests", "Certificado de prueba"),
                "police",
                new PersonNumber(holder),
                name,
                CaseNumber.random("TS", 2026, new SecureRandom()),
                "documents/plain-pdf",
                Map.of(
                        "facts",
                        facts,
                        "paragraphs",
                        List.of(
                                "The register holds the entries below about the person named above. <script> & \u0007 are text."),
                        "columns",
                        List.of("Date", "Entry", "Court"),
                        "rows",
                        List.of(
                                List.of("3 May 2019", "Fined BZ$500.00", "Magistrate's Court, Belize City"),
                                List.of("11 June 2021", "Bound over", "Magistrate's Court, San Ignacio"))),
                JsonMapper.shared().valueToTree(Map.of("holder", name, "entries", List.of(1, 2), "ok", true)),
                validUntil,
                replaces);
    }
}
