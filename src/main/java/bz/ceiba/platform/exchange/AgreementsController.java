package bz.ceiba.platform.exchange;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.PublicPage;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Which agency may ask which for what, who signed that and what was agreed before: for everybody to read. */
@Controller
@PublicPage
class AgreementsController {
    private final Agreements agreements;
    private final AgreementRecords records;
    private final Country country;
    private final Clock clock;

    AgreementsController(Agreements agreements, AgreementRecords records, Country country, Clock clock) {
        this.agreements = agreements;
        this.records = records;
        this.country = country;
        this.clock = clock;
    }

    @GetMapping("/exchange/agreements")
    Html agreements() {
        LocalDate today = Country.today(clock);
        List<String> inForce =
                agreements.inForce(today).stream().map(Agreement::reference).toList();
        return Html.of("exchange/agreements")
                .with("agreements", agreements)
                .with("country", country)
                .with(
                        "inForce",
                        records.all().stream()
                                .filter(one -> inForce.contains(one.agreement().reference()))
                                .toList());
    }

    /** All versions that were ever agreed, the newest first. */
    @GetMapping("/exchange/agreements/{id}")
    Html versions(@PathVariable String id) {
        List<AgreementRecord> versions = records.versions(id).stream()
                .filter(one -> one.state() == AgreementRecord.State.SIGNED)
                .toList();
        if (versions.isEmpty()) {
            throw new Problem(Problem.Kind.NOT_FOUND, "exchange.problem.no-version");
        }
        return Html.of("exchange/versions").with("versions", versions).with("agreements", agreements);
    }

    @GetMapping("/exchange/agreements/{id}/{version}")
    Html version(@PathVariable String id, @PathVariable int version) {
        return Html.of("exchange/version")
                .with("agreements", agreements)
                .with("country", country)
                .with(
                        "version",
                        records.find(id, version)
                                .filter(one -> one.state() == AgreementRecord.State.SIGNED)
                                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "exchange.problem.no-version")));
    }
}
