package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Telling;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.Problem.FieldError;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.identity.register.LifeEvent.Common;
import bz.ceiba.systems.identity.register.LifeEvent.Kind;
import bz.ceiba.systems.identity.register.LifeEvent.NewName;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads one message and collects all that is wrong with it. */
final class LifeEventReader {
    /** What a court may limit a guardianship to. */
    static final List<String> LIMITS = Arrays.stream(Matter.values())
            .filter(Matter::isLimit)
            .map(Matter::id)
            .toList();

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}");
    private static final Pattern LINE = Pattern.compile("[^\\p{C}\\p{Zl}\\p{Zp}]{1,120}");
    private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);
    private static final LocalDate NONE = LocalDate.EPOCH;
    private static final int MOST_PARENTS = 2;

    private final Message message;
    private final Messages messages;
    private final Country country;
    private final LocalDate today;
    private final List<FieldError> faults = new ArrayList<>();

    LifeEventReader(Message message, Messages messages, Country country, LocalDate today) {
        this.message = message;
        this.messages = messages;
        this.country = country;
        this.today = today;
    }

    /**
     * @throws Problem INVALID with all that is wrong
     */
    LifeEvent read(Kind kind) {
        Common common = new Common(
                matching("event", IDENTIFIER, "event"), day("on"), matching("reference", IDENTIFIER, "reference"));
        LifeEvent read =
                switch (kind) {
                    case BIRTH -> birth(common);
                    case ADOPTED -> adoption(common);
                    case DEATH -> new LifeEvent.Death(common, person("person"));
                    case NAME -> changeOfName(common);
                    case MARRIAGE ->
                        new LifeEvent.Marriage(
                                common,
                                person("person"),
                                person("spouse"),
                                new NewName(null, null, optionalName("family_name")),
                                new NewName(null, null, optionalName("spouse_family_name")));
                    case MARRIAGE_END -> new LifeEvent.EndOfMarriage(common, person("person"), person("spouse"));
                    case NUMBER_END -> endOfNumber(common);
                    case NATURALISATION -> new LifeEvent.Naturalisation(common, person("person"));
                    case RESIDENCE -> new LifeEvent.EndOfResidence(common, person("person"));
                    case GUARDIANSHIP -> guardianship(common);
                    case GUARDIANSHIP_END ->
                        new LifeEvent.EndOfGuardianship(common, person("person"), person("guardian"));
                };
        done();
        return read;
    }

    private LifeEvent.Birth birth(Common common) {
        String district = district();
        String sex = text("sex");
        if (!sex.isEmpty() && !sex.equals("F") && !sex.equals("M")) {
            fault("/sex", "sex");
        }
        String language = text("language");
        if (!language.isEmpty() && !messages.languages().contains(language)) {
            fault("/language", "language");
        }
        return new LifeEvent.Birth(
                common,
                name("given_name"),
                optionalName("middle_name"),
                name("family_name"),
                sex,
                matching("birth_place", LINE, "line"),
                district,
                matching("town", LINE, "line"),
                matching("address", LINE, "line"),
                language,
                parents());
    }

    private String district() {
        String district = text("district");
        if (!district.isEmpty() && country.district(district).isEmpty()) {
            fault("/district", "district");
        }
        return district;
    }

    /** All of an address or nothing of it. */
    private LifeEvent.Adoption adoption(Common common) {
        boolean home = Stream.of("district", "town", "address").anyMatch(message.body()::has);
        return new LifeEvent.Adoption(
                common,
                person("person"),
                name("given_name"),
                optionalName("middle_name"),
                name("family_name"),
                parents(),
                home ? district() : null,
                home ? matching("town", LINE, "line") : null,
                home ? matching("address", LINE, "line") : null);
    }

    /** None for a child that was found, or whose parents have no numbers here; it must be said all the same. */
    private List<PersonNumber> parents() {
        JsonNode list = message.body().path("parents");
        List<PersonNumber> parents = new ArrayList<>();
        if (!list.isArray() || list.size() > MOST_PARENTS) {
            fault("/parents", "parents");
            return parents;
        }
        for (int i = 0; i < list.size(); i++) {
            Optional<PersonNumber> parent = number(list.get(i));
            if (parent.isEmpty() || parents.contains(parent.get())) {
                fault("/parents/" + i, "person");
            } else {
                parents.add(parent.get());
            }
        }
        return parents;
    }

    private LifeEvent.ChangeOfName changeOfName(Common common) {
        String middle = message.body().path("middle_name").isNull() ? "" : optionalName("middle_name");
        NewName name = new NewName(optionalName("given_name"), middle, optionalName("family_name"));
        if (name.isEmpty() && faults.stream().noneMatch(fault -> fault.field().endsWith("_name"))) {
            fault("/given_name", "no-name");
        }
        return new LifeEvent.ChangeOfName(common, person("person"), name);
    }

    private LifeEvent.EndOfNumber endOfNumber(Common common) {
        String written = text("why");
        Optional<LifeEvent.EndOfNumber.Why> why = Arrays.stream(LifeEvent.EndOfNumber.Why.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(written))
                .findFirst();
        if (why.isEmpty() && !written.isEmpty()) {
            fault("/why", "why");
        }
        PersonNumber goesOnAs = message.body().has("goes_on_as") ? person("goes_on_as") : null;
        if (goesOnAs != null
                && why.filter(LifeEvent.EndOfNumber.Why.DUPLICATE::equals).isEmpty()) {
            fault("/goes_on_as", "goes-on");
        }
        // Never used when it is at fault: what is at fault is not done.
        return new LifeEvent.EndOfNumber(
                common, person("person"), why.orElse(LifeEvent.EndOfNumber.Why.ERROR), goesOnAs);
    }

    private LifeEvent.Guardianship guardianship(Common common) {
        LocalDate until = null;
        if (message.body().has("until")) {
            until = date("until");
            if (!until.isAfter(common.on())) {
                fault("/until", "until");
            }
        }
        List<String> limits = matters("limits");
        List<String> joint = matters("joint");
        if (!limits.isEmpty() && !limits.containsAll(joint)) {
            fault("/joint", "joint");
        }
        return new LifeEvent.Guardianship(common, person("person"), person("guardian"), until, limits, joint);
    }

    private List<String> matters(String field) {
        List<String> matters = new ArrayList<>();
        JsonNode list = message.body().path(field);
        if (!list.isMissingNode() && !list.isArray()) {
            fault("/" + field, "limits");
        }
        for (int i = 0; i < list.size(); i++) {
            String matter = list.get(i).asString("");
            if (LIMITS.contains(matter) && !matters.contains(matter)) {
                matters.add(matter);
            } else {
                fault("/" + field + "/" + i, "limits");
            }
        }
        return matters;
    }

    private String text(String field) {
        JsonNode value = message.body().path(field);
        if (!value.isString() || value.stringValue().isBlank()) {
            fault("/" + field, "missing");
            return "";
        }
        return value.stringValue();
    }

    private String matching(String field, Pattern form, String fault) {
        String value = text(field);
        if (!value.isEmpty() && !form.matcher(value).matches()) {
            fault("/" + field, fault);
        }
        return value;
    }

    private String name(String field) {
        String written = text(field);
        if (written.isEmpty()) {
            return written;
        }
        return WrittenName.of(written).orElseGet(() -> {
            fault("/" + field, "name");
            return "";
        });
    }

    private @Nullable String optionalName(String field) {
        return message.body().path(field).isMissingNode() ? null : name(field);
    }

    private PersonNumber person(String field) {
        Optional<PersonNumber> number = number(message.body().path(field));
        if (number.isEmpty()) {
            fault("/" + field, "person");
        }
        // Never used: what is at fault is not done.
        return number.orElseGet(() -> new PersonNumber("100000000004"));
    }

    private static Optional<PersonNumber> number(JsonNode value) {
        return value.isString() ? PersonNumber.parse(value.stringValue()) : Optional.empty();
    }

    private LocalDate date(String field) {
        String value = text(field);
        if (value.isEmpty()) {
            return NONE;
        }
        try {
            return LocalDate.parse(value);
        } catch (DateTimeException e) {
            fault("/" + field, "date");
            return NONE;
        }
    }

    private LocalDate day(String field) {
        int before = faults.size();
        LocalDate date = date(field);
        if (faults.size() == before && (date.isAfter(today) || date.isBefore(EARLIEST))) {
            fault("/" + field, "day");
        }
        return date;
    }

    /** Notes a fault that the register found; {@link #done} throws it. */
    void fault(String pointer, String name) {
        faults.add(new FieldError(pointer, messages.text(message.reader(), "identity.event.fault." + name)));
    }

    /**
     * @throws Problem INVALID with all that is wrong, if anything is
     */
    void done() {
        if (!faults.isEmpty()) {
            throw Telling.wrong(faults);
        }
    }
}
