package bz.ceiba.systems.portal;

import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.audit.UseFilter;
import bz.ceiba.platform.audit.UseKind;
import bz.ceiba.platform.cases.ServiceDefinition;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.web.Messages;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Finds what people type among the words in which they read their log, in their language. */
final class UseSearch {
    private final Agreements agreements;
    private final Services services;
    private final Country country;
    private final Messages messages;
    private final Locale locale;

    UseSearch(Agreements agreements, Services services, Country country, Messages messages, Locale locale) {
        this.agreements = agreements;
        this.services = services;
        this.country = country;
        this.messages = messages;
        this.locale = locale;
    }

    /**
     * Where the words are.
     *
     * @param typed not blank
     */
    UseFilter.Words words(String typed) {
        String text = typed.strip().toLowerCase(locale);
        List<AuditEvent> events = Arrays.stream(AuditEvent.values())
                .filter(event -> isIn(sentence(event), text))
                .toList();
        List<String> agencies = country.agencies().stream()
                .filter(agency -> isIn(agency.name(), text))
                .map(Country.Agency::id)
                .toList();
        List<String> purposes = Stream.concat(
                        agreements.catalogue().purposes().stream()
                                .filter(purpose -> isIn(purpose.title(), text))
                                .map(Agreements.Purpose::id),
                        services.published().stream()
                                .filter(service -> isIn(service.title(), text))
                                .map(ServiceDefinition::id))
                .toList();
        return new UseFilter.Words(typed.strip(), events, agencies, purposes);
    }

    /** Without the places where names come in. */
    private String sentence(AuditEvent event) {
        String key = (UseKind.hasWords(event) ? "audit.disclosed." : "audit.event.") + event.name();
        return messages.localized(key).in(locale).replaceAll("\\{[0-9]}", " ");
    }

    private boolean isIn(LocalizedText words, String text) {
        return isIn(words.in(locale), text);
    }

    private boolean isIn(String words, String text) {
        return words.toLowerCase(locale).contains(text);
    }
}
