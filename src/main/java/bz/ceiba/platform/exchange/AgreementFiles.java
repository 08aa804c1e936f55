package bz.ceiba.platform.exchange;

import bz.ceiba.platform.exchange.Agreements.Field;
import bz.ceiba.platform.exchange.Agreements.Purpose;
import bz.ceiba.platform.exchange.Agreements.Service;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import java.io.IOException;
import java.io.InputStream;
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
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads the agreements and refuses to start with one that is wrong: a wrong grant is a leak or a broken service. */
final class AgreementFiles {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final int LONGEST_RETENTION = 36_525;

    private record Catalogue(List<Purpose> purposes, List<Service> services) {}

    /** An agreement as it is written: what is common to all purposes stands there once. */
    private record Written(
            String id,
            int version,
            LocalizedText title,
            String provider,
            String consumer,
            String service,
            LocalizedText ground,
            boolean demo,
            LocalDate from,
            @Nullable LocalDate to,
            int retentionDays,
            @Nullable List<String> common,
            Map<String, List<String>> grants) {}

    private final Country country;

    AgreementFiles(Country country) {
        this.country = country;
    }

    Agreements read() {
        PathMatchingResourcePatternResolver files = new PathMatchingResourcePatternResolver();
        try {
            Resource catalogue = files.getResource("classpath:exchange/catalogue.yaml");
            return read(catalogue, List.of(files.getResources("classpath*:agreements/*.yaml")));
        } catch (IOException e) {
            throw new IllegalStateException("the agreements can't be listed: " + e.getMessage(), e);
        }
    }

    Agreements read(Resource catalogueFile, List<Resource> agreementFiles) {
        Catalogue catalogue = read(catalogueFile, Catalogue.class);
        Agreements known = new Agreements(catalogue.purposes(), catalogue.services(), List.of());
        for (Service service : catalogue.services()) {
            check(catalogueFile, isAgency(service.provider()), "no agency '" + service.provider() + "'");
            for (Field field : service.fields()) {
                checkPointer(catalogueFile, field.pointer());
                checkLanguages(catalogueFile, field.title());
            }
        }
        List<Agreement> agreements = new ArrayList<>();
        Set<String> references = new HashSet<>();
        for (Resource file : agreementFiles) {
            Agreement agreement = agreement(file, read(file, Written.class), known);
            check(file, references.add(agreement.reference()), "there is a second " + agreement.reference());
            agreements.add(agreement);
        }
        return new Agreements(catalogue.purposes(), catalogue.services(), agreements);
    }

    private Agreement agreement(Resource file, Written written, Agreements known) {
        check(file, written.version() >= 1, "the version must be 1 or more");
        check(file, isAgency(written.provider()), "no agency '" + written.provider() + "' in the organogram");
        check(file, isAgency(written.consumer()), "no agency '" + written.consumer() + "' in the organogram");
        check(
                file,
                written.retentionDays() >= 1 && written.retentionDays() <= LONGEST_RETENTION,
                "retentionDays must be 1 to " + LONGEST_RETENTION);
        check(file, written.to() == null || !written.to().isBefore(written.from()), "it ends before it begins");
        checkLanguages(file, written.title());
        checkLanguages(file, written.ground());
        Service service = known.service(written.service()).orElse(null);
        if (service == null) {
            throw wrong(file, "no service '" + written.service() + "' in exchange/catalogue.yaml", null);
        }
        check(
                file,
                service.provider().equals(written.provider()),
                "'" + written.service() + "' is provided by '" + service.provider() + "', not '" + written.provider()
                        + "'");
        check(file, !written.grants().isEmpty(), "it grants nothing");
        return new Agreement(
                written.id(),
                written.version(),
                written.title(),
                written.provider(),
                written.consumer(),
                written.service(),
                written.ground(),
                written.demo(),
                written.from(),
                written.to(),
                written.retentionDays(),
                grants(file, written, service, known));
    }

    private static SortedMap<String, List<String>> grants(
            Resource file, Written written, Service service, Agreements known) {
        TreeMap<String, List<String>> grants = new TreeMap<>();
        written.grants().forEach((purpose, fields) -> {
            check(file, known.purpose(purpose).isPresent(), "no purpose '" + purpose + "' in exchange/catalogue.yaml");
            TreeSet<String> granted = new TreeSet<>(fields);
            granted.addAll(written.common() == null ? List.of() : written.common());
            for (String pointer : granted) {
                check(
                        file,
                        service.field(pointer).isPresent(),
                        "'" + written.service() + "' has no field '" + pointer + "'");
            }
            check(file, !granted.isEmpty(), "purpose '" + purpose + "' grants nothing");
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

    private static void checkPointer(Resource file, String pointer) {
        try {
            Grant.tokens(pointer);
        } catch (IllegalArgumentException e) {
            throw wrong(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static void checkLanguages(Resource file, LocalizedText text) {
        check(file, text.languages().contains("es"), "'" + text + "' has no Spanish");
    }

    private static void check(Resource file, boolean right, String sentence) {
        if (!right) {
            throw wrong(file, sentence, null);
        }
    }

    private static IllegalStateException wrong(Resource file, String sentence, @Nullable Throwable cause) {
        return new IllegalStateException("the agreement file " + file.getFilename() + " is wrong: " + sentence, cause);
    }

    private static <T> T read(Resource file, Class<T> type) {
        try (InputStream in = file.getInputStream()) {
            return JSON.treeToValue(YAML.readTree(in), type);
        } catch (IOException | JacksonException e) {
            throw wrong(file, String.valueOf(e.getMessage()).replace('\n', ' '), e);
        }
    }
}
