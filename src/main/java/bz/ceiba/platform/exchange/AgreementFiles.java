package bz.ceiba.platform.exchange;

import bz.ceiba.platform.exchange.Agreements.Field;
import bz.ceiba.platform.exchange.Agreements.Service;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Reads the agreements and refuses to start with one that is wrong: a wrong grant is a leak or a broken service. */
final class AgreementFiles {
    private static final int LONGEST_RETENTION = 36_525;

    /** An agreement as it is written: what is common to all purposes stands there once. */
    private record Written(
            String id,
            int version,
            LocalizedText title,
            String provider,
            String consumer,
            String service,
            LocalizedText ground,
            Agreement.@Nullable Basis basis,
            @Nullable LocalizedText standing,
            boolean demo,
            LocalDate from,
            @Nullable LocalDate to,
            int retentionDays,
            int volume,
            @Nullable List<String> common,
            Map<String, List<String>> grants) {}

    private final Country country;
    private final DataPolicy policy;

    AgreementFiles(Country country) {
        this.country = country;
        this.policy = CatalogueFiles.policy(new ClassPathResource("belize/data-policy.yaml"), country);
    }

    /**
     * @param records in which the versions that agencies signed are kept, or null for those of the files alone
     */
    Agreements read(@Nullable AgreementRecords records, Clock clock) {
        PathMatchingResourcePatternResolver files = new PathMatchingResourcePatternResolver();
        try {
            Resource catalogue = files.getResource("classpath:exchange/catalogue.yaml");
            Agreements written = read(catalogue, List.of(files.getResources("classpath*:agreements/*.yaml")));
            return records == null ? written : new Agreements(written.catalogue(), written.all(), records, clock);
        } catch (IOException e) {
            throw new IllegalStateException("the agreements can't be listed: " + e.getMessage(), e);
        }
    }

    Agreements read(Resource catalogueFile, List<Resource> agreementFiles) {
        Catalogue catalogue = new CatalogueFiles(country, policy).read(catalogueFile);
        Assessments assessments = Assessments.load(catalogue);
        List<Agreement> agreements = new ArrayList<>();
        Set<String> references = new HashSet<>();
        for (Resource resource : agreementFiles) {
            YamlFile file = new YamlFile(resource);
            Agreement agreement = agreement(file, file.read(Written.class), catalogue);
            file.check(
                    !assessments.isNeeded(agreement)
                            || assessments.ofAgreement(agreement.id()).isPresent(),
                    "it grants sensitive data, and no impact assessment in assessments/ covers '" + agreement.id()
                            + "'");
            file.check(references.add(agreement.reference()), "there is a second " + agreement.reference());
            agreements.add(agreement);
        }
        return new Agreements(catalogue, agreements);
    }

    private Agreement agreement(YamlFile file, Written written, Catalogue known) {
        file.check(written.version() >= 1, "the version must be 1 or more");
        file.check(isAgency(written.provider()), "no agency '" + written.provider() + "' in the organogram");
        file.check(isAgency(written.consumer()), "no agency '" + written.consumer() + "' in the organogram");
        file.check(
                written.retentionDays() >= 1 && written.retentionDays() <= LONGEST_RETENTION,
                "retentionDays must be 1 to " + LONGEST_RETENTION);
        file.check(written.volume() >= 1, "volume, how often a day it may be asked, must be 1 or more");
        if (written.standing() != null) {
            file.checkLanguages("standing", written.standing());
        }
        file.check(written.to() == null || !written.to().isBefore(written.from()), "it ends before it begins");
        file.checkLanguages("title", written.title());
        file.checkLanguages("ground", written.ground());
        Service service = known.service(written.service()).orElse(null);
        if (service == null) {
            throw file.wrong("no service '" + written.service() + "' in exchange/catalogue.yaml", null);
        }
        file.check(
                service.provider().equals(written.provider()),
                "'" + written.service() + "' is provided by '" + service.provider() + "', not '" + written.provider()
                        + "'");
        file.check(!written.grants().isEmpty(), "it grants nothing");
        Agreement agreement = new Agreement(
                written.id(),
                written.version(),
                written.title(),
                written.provider(),
                written.consumer(),
                written.service(),
                written.ground(),
                written.basis() == null ? Agreement.Basis.LAW : written.basis(),
                written.standing(),
                written.demo(),
                written.from(),
                written.to(),
                written.retentionDays(),
                written.volume(),
                grants(file, written, service, known));
        policy.breaches(agreement, service).stream().findFirst().ifPresent(breach -> {
            throw file.wrong("it breaks the data policy: " + breach, null);
        });
        return agreement;
    }

    private static SortedMap<String, List<String>> grants(
            YamlFile file, Written written, Service service, Catalogue known) {
        TreeMap<String, List<String>> grants = new TreeMap<>();
        written.grants().forEach((purpose, fields) -> {
            file.check(known.purpose(purpose).isPresent(), "no purpose '" + purpose + "' in exchange/catalogue.yaml");
            TreeSet<String> granted = new TreeSet<>(fields);
            granted.addAll(written.common() == null ? List.of() : written.common());
            for (String pointer : granted) {
                file.check(
                        service.field(pointer).isPresent(),
                        "'" + written.service() + "' has no field '" + pointer + "'");
            }
            file.check(!granted.isEmpty(), "purpose '" + purpose + "' grants nothing");
            // In the catalogue's order, which is the order in which people read them.
            grants.put(
                    purpose,
                    service.fields().stream()
                            .map(Field::pointer)
                            .filter(granted::contains)
                            .toList());
        });
        return grants;
    }

    private boolean isAgency(String id) {
        return country.agencies().stream().anyMatch(agency -> agency.id().equals(id));
    }
}
