package bz.ceiba.platform.documents;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.web.Messages;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What every PDF template knows of the document it prints: the parameter {@code document}. */
public final class PrintedDocument {
    private static final Map<String, DateTimeFormatter> DATES = Map.of(
            "en", DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH),
            "es", DateTimeFormatter.ofPattern("d 'de' MMMM 'de' yyyy", Locale.of("es")));

    private final IssueOrder order;
    private final String number;
    private final Instant issuedAt;
    private final Locale locale;
    private final String agency;
    private final String qr;
    private final String verifyAt;
    private final boolean demo;
    private final Messages messages;

    PrintedDocument(
            IssueOrder order,
            String number,
            Instant issuedAt,
            Locale locale,
            String agency,
            String qr,
            String verifyAt,
            boolean demo,
            Messages messages) {
        this.order = order;
        this.number = number;
        this.issuedAt = issuedAt;
        this.locale = locale;
        this.agency = agency;
        this.qr = qr;
        this.verifyAt = verifyAt;
        this.demo = demo;
        this.messages = messages;
    }

    /** ISO 639. */
    public String language() {
        return locale.getLanguage();
    }

    public String number() {
        return number;
    }

    public String title() {
        return order.title().in(locale);
    }

    /** The name of the agency that issues it. */
    public String agency() {
        return agency;
    }

    public PersonNumber holder() {
        return order.holder();
    }

    public String holderName() {
        return order.holderName();
    }

    public String caseNumber() {
        return order.caseNumber().text();
    }

    /** The day of issue in Belize, as people write it. */
    public String issued() {
        return date(LocalDate.ofInstant(issuedAt, Country.ZONE));
    }

    /** The last day on which it is valid, as people write it; null for ever. */
    public @Nullable String validUntil() {
        return order.validUntil() == null ? null : date(order.validUntil());
    }

    /** The verification code as a picture, for the {@code src} of an {@code img}. */
    public String qr() {
        return qr;
    }

    /** The address of the verification page, to be read and typed. */
    public String verifyAt() {
        return verifyAt;
    }

    public boolean demo() {
        return demo;
    }

    /** The text of a message with {@code {0}}, {@code {1}} … replaced. */
    public String t(String key, Object... arguments) {
        return messages.text(locale, key, arguments);
    }

    /** 22 November 2026, or 22 de noviembre de 2026. */
    public String date(LocalDate date) {
        return Objects.requireNonNull(DATES.getOrDefault(locale.getLanguage(), DATES.get("en")))
                .format(date);
    }
}
