package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.exchange.Telling;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Names;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem.FieldError;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.civilregistry.Annotation.Change;
import bz.ceiba.systems.civilregistry.Annotation.Ground;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Enters a court's decree in its own book and notes it on the entry of the marriage; from then on the marriage does not stand. */
@Component
class EnterDecree {
    private final Entries entries;
    private final Notifications notifications;
    private final Annotate annotate;
    private final Tellings tellings;
    private final PublishEvents publish;
    private final Notices notices;
    private final Messages messages;
    private final Audit audit;
    private final Country country;
    private final Clock clock;

    EnterDecree(
            Entries entries,
            Notifications notifications,
            Annotate annotate,
            Tellings tellings,
            PublishEvents publish,
            Notices notices,
            Messages messages,
            Audit audit,
            Country country,
            Clock clock) {
        this.entries = entries;
        this.notifications = notifications;
        this.annotate = annotate;
        this.tellings = tellings;
        this.publish = publish;
        this.notices = notices;
        this.messages = messages;
        this.audit = audit;
        this.country = country;
        this.clock = clock;
    }

    /**
     * In the transaction in which it was notified.
     *
     * @throws bz.ceiba.platform.kernel.Problem INVALID when there is no such marriage of these two, when it ended before, or when the officer
     *     is one of them
     */
    void enter(Notifications.Notified notified) {
        entries.lock();
        Facts told = notified.facts();
        Entry marriage = Reference.parse(told.get(Field.MARRIAGE_ENTRY))
                .flatMap(entries::find)
                .filter(entry -> entry.event() == VitalEvent.MARRIAGE && !entry.isAnnulled())
                .orElseThrow(() -> wrong(Field.MARRIAGE_ENTRY, "no-marriage"));
        requireTheirs(marriage, notified);
        Instant now = clock.instant();
        String byName = notified.toldByName() == null
                ? country.nameOf(notified.sender()).in(Locale.ENGLISH)
                : notified.toldByName();
        Facts facts = told.with(Field.MARRIAGE_ENTRY, marriage.reference().text())
                .with(Field.ONE_NAME, marriage.today().get(Field.ONE_NAME))
                .with(Field.ONE_NUMBER, marriage.today().get(Field.ONE_NUMBER))
                .with(Field.OTHER_NAME, marriage.today().get(Field.OTHER_NAME))
                .with(Field.OTHER_NUMBER, marriage.today().get(Field.OTHER_NUMBER));
        Reference reference = entries.register(
                new Entries.New(
                        notified.kind(), Timing.ORDINARY, facts, null, now, notified.toldBy(), byName, null, null),
                LocalDate.ofInstant(now, Country.ZONE).getYear());
        notifications.link(notified, reference);
        annotate.note(
                marriage,
                new Annotation(
                        marriage.annotations().size() + 1,
                        notified.kind() == Kind.NULLITY ? Ground.NULLIFIED : Ground.DIVORCED,
                        List.of(
                                new Change(Field.ENDED_ON, null, told.get(Field.ABSOLUTE_ON)),
                                new Change(Field.ENDED_BY, null, reference.text())),
                        "By the decree that is entry " + reference,
                        told.get(Field.COURT) + ", " + told.get(Field.COURT_ORDER),
                        notified.toldBy(),
                        byName,
                        null,
                        null,
                        now));
        tellings.marriageEnd(marriage, told.get(Field.ABSOLUTE_ON));
        publish.decree(entries.find(reference).orElseThrow());
        told(notified, byName, reference, marriage);
    }

    private void requireTheirs(Entry marriage, Notifications.Notified notified) {
        Facts told = notified.facts();
        Facts today = marriage.today();
        if (today.has(Field.ENDED_ON)) {
            throw wrong(Field.MARRIAGE_ENTRY, "ended");
        }
        boolean straight = Names.match(today.get(Field.ONE_NAME), told.get(Field.ONE_NAME))
                && Names.match(today.get(Field.OTHER_NAME), told.get(Field.OTHER_NAME));
        boolean crossed = Names.match(today.get(Field.ONE_NAME), told.get(Field.OTHER_NAME))
                && Names.match(today.get(Field.OTHER_NAME), told.get(Field.ONE_NAME));
        if (!straight && !crossed) {
            throw wrong(Field.ONE_NAME, "other-names");
        }
        if (told.on(VitalEvent.DECREE).isBefore(today.on(VitalEvent.MARRIAGE))) {
            throw wrong(Field.ABSOLUTE_ON, "before-marriage");
        }
        boolean own =
                PersonNumber.parse(notified.toldBy()).filter(marriage::concerns).isPresent();
        if (own) {
            throw wrong(Field.MARRIAGE_ENTRY, "own");
        }
    }

    /** Both read that it was entered, in their log and in a notice. */
    private void told(Notifications.Notified notified, String byName, Reference reference, Entry marriage) {
        for (PersonNumber spouse : marriage.persons()) {
            audit.record(new AuditEntry(
                    AuditEvent.REGISTER_CHANGED,
                    notified.toldBy(),
                    byName,
                    RegisterEntry.AGENCY,
                    spouse,
                    null,
                    VitalEvent.DECREE.service(),
                    Map.of("record", reference.text(), "change", "registered")));
            notices.send(new Notice(
                    "civilregistry/" + reference + "/" + spouse.digits(),
                    spouse,
                    "civilregistry.notice.decree",
                    Map.of("entry", marriage.reference().text()),
                    null));
        }
    }

    private RuntimeException wrong(Field field, String name) {
        return Telling.wrong(List.of(
                new FieldError("/" + field.key(), messages.text(Locale.ENGLISH, "civilregistry.fault." + name))));
    }
}
