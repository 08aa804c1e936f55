package bz.ceiba.platform.exchange;

import bz.ceiba.platform.exchange.Agreements.Field;
import bz.ceiba.platform.exchange.Agreements.Parameter;
import bz.ceiba.platform.exchange.Agreements.Purpose;
import bz.ceiba.platform.exchange.Agreements.Service;
import bz.ceiba.platform.exchange.Catalogue.Concept;
import bz.ceiba.platform.exchange.Catalogue.Ground;
import bz.ceiba.platform.kernel.Country;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;

/** Reads the data policy and the catalogue, and refuses to start with one that is wrong or says less than it must. */
final class CatalogueFiles {
    private record Written(
            List<Ground> grounds, List<Concept> concepts, List<Purpose> purposes, List<Service> services) {}

    private final Country country;
    private final DataPolicy policy;

    CatalogueFiles(Country country, DataPolicy policy) {
        this.country = country;
        this.policy = policy;
    }

    static DataPolicy policy(Resource resource, Country country) {
        YamlFile file = new YamlFile(resource);
        DataPolicy policy = file.read(DataPolicy.class);
        DataPolicy.DelayRules delay = policy.delay();
        Stream.concat(
                        delay.agencies().stream(),
                        Stream.of(delay.court(), policy.oversight().authority()))
                .forEach(agency -> file.check(
                        country.agencies().stream().anyMatch(one -> one.id().equals(agency)),
                        "delay or oversight: no agency '" + agency + "'"));
        file.check(!delay.agencies().contains(delay.court()), "delay: the court can't be one of those that ask");
        file.check(delay.longestDays() >= 1, "delay.longestDays must be 1 or more");
        Set<String> ids = new HashSet<>();
        policy.classes().forEach(one -> {
            String where = "classes[" + one.id() + "]";
            file.check(ids.add(one.id()), where + " is there twice");
            file.checkLanguages(where + ".title", one.title());
            file.checkLanguages(where + ".hint", one.hint());
            file.check(!one.bases().isEmpty(), where + ".bases is empty: nobody could ever be told");
            file.check(one.longestDays() == null || one.longestDays() >= 1, where + ".longestDays must be 1 or more");
        });
        return policy;
    }

    Catalogue read(Resource resource) {
        YamlFile file = new YamlFile(resource);
        Written written = file.read(Written.class);
        Catalogue catalogue =
                new Catalogue(policy, written.grounds(), written.concepts(), written.purposes(), written.services());
        Set<String> ids = new HashSet<>();
        written.grounds().forEach(one -> {
            file.check(ids.add("grounds[" + one.id() + "]"), "grounds[" + one.id() + "] is there twice");
            file.checkLanguages("grounds[" + one.id() + "].title", one.title());
        });
        written.concepts().forEach(one -> {
            file.check(ids.add("concepts[" + one.id() + "]"), "concepts[" + one.id() + "] is there twice");
            file.checkLanguages("concepts[" + one.id() + "].title", one.title());
        });
        written.purposes().forEach(one -> {
            file.check(ids.add("purposes[" + one.id() + "]"), "purposes[" + one.id() + "] is there twice");
            file.checkLanguages("purposes[" + one.id() + "].title", one.title());
        });
        for (Service service : written.services()) {
            String where = "services[" + service.id() + "]";
            file.check(ids.add(where), where + " is there twice");
            service(file, where, service, catalogue);
        }
        return catalogue;
    }

    private void service(YamlFile file, String where, Service service, Catalogue catalogue) {
        file.check(
                country.agencies().stream().anyMatch(agency -> agency.id().equals(service.provider())),
                where + ".provider: no agency '" + service.provider() + "'");
        file.checkLanguages(where + ".title", service.title());
        file.checkLanguages(where + ".office", service.office());
        file.checkLanguages(where + ".description", service.description());
        file.check(
                catalogue.ground(service.ground()).isPresent(),
                where + ".ground: no ground '" + service.ground() + "'");
        for (Parameter parameter : service.parameters()) {
            file.checkLanguages(where + ".parameters[" + parameter.name() + "].title", parameter.title());
        }
        file.check(!(service.isTold() && service.isEvent()), where + " can't be both told and event");
        file.check(
                !service.isSystem() || service.way() == Agreements.Way.ASKED,
                where + " can't be told or an event where a system of the agency's own answers");
        file.check(!service.fields().isEmpty(), where + ".fields is empty");
        Set<String> pointers = new HashSet<>();
        for (Field field : service.fields()) {
            String at = where + ".fields[" + field.pointer() + "]";
            file.check(pointers.add(field.pointer()), at + " is there twice");
            field(file, at, field, catalogue);
        }
    }

    private void field(YamlFile file, String at, Field field, Catalogue catalogue) {
        try {
            Grant.tokens(field.pointer());
        } catch (IllegalArgumentException e) {
            throw file.wrong(at + ": " + e.getMessage(), e);
        }
        file.checkLanguages(at + ".title", field.title());
        file.check(
                policy.find(field.classification()).isPresent(),
                at + ".class: no class '" + field.classification() + "' in belize/data-policy.yaml");
        file.check(
                field.ground() == null || catalogue.ground(field.ground()).isPresent(),
                at + ".ground: no ground '" + field.ground() + "'");
        file.check(
                field.concept() == null || catalogue.concept(field.concept()).isPresent(),
                at + ".concept: no concept '" + field.concept() + "'");
        file.check(
                field.kind().accepts(field.example()),
                at + ".example '" + field.example() + "' is no " + field.kind().id());
    }
}
