package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.PersonNumber;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is said of an event; what is not known is absent. Never changes. */
public final class Facts {
    private final Map<Field, String> values;

    private Facts(Map<Field, String> values) {
        this.values = values;
    }

    static Facts of(Map<Field, String> values) {
        EnumMap<Field, String> copy = new EnumMap<>(Field.class);
        values.forEach((field, value) -> {
            if (!value.isBlank()) {
                copy.put(field, value);
            }
        });
        return new Facts(copy);
    }

    /** As they are kept and told. */
    static Facts of(JsonNode json) {
        EnumMap<Field, String> read = new EnumMap<>(Field.class);
        json.propertyStream().forEach(one -> Field.of(one.getKey())
                .ifPresent(field -> read.put(field, one.getValue().asString(""))));
        return of(read);
    }

    /** As somebody filled the form in. */
    static Facts ofForm(ObjectNode form) {
        EnumMap<Field, String> read = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            read.put(field, form.path(field.form()).asString(""));
        }
        // There it is a file; here it is what an officer writes of all that he saw.
        read.remove(Field.EVIDENCE);
        if (form.path("kind").asString("").equals(Kind.STILLBIRTH.word())) {
            read.put(Field.SEX, form.path("stillbornSex").asString("unknown"));
        }
        return of(read).plain();
    }

    /** With identity numbers as they are kept, and without what is none. */
    Facts plain() {
        Facts plain = this;
        for (Field field : fields()) {
            if (field.type() == Field.Type.PERSON) {
                plain = plain.with(
                        field, person(field).map(PersonNumber::digits).orElse(null));
            }
        }
        return plain;
    }

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        values.forEach((field, value) -> node.put(field.key(), value));
        return node;
    }

    /** Empty when it is not known. */
    public String get(Field field) {
        return values.getOrDefault(field, "");
    }

    public boolean has(Field field) {
        return values.containsKey(field);
    }

    /** The same with one field changed; null takes it out. */
    Facts with(Field field, @Nullable String value) {
        EnumMap<Field, String> copy = new EnumMap<>(Field.class);
        copy.putAll(values);
        copy.remove(field);
        if (value != null && !value.isBlank()) {
            copy.put(field, value);
        }
        return new Facts(copy);
    }

    /** When it happened. */
    public LocalDate on(VitalEvent event) {
        return LocalDate.parse(get(event.dated()));
    }

    /** The day with which the time to register begins: of who was found, that of the finding. */
    LocalDate begins(Kind kind) {
        return kind.isFound() && has(Field.FOUND_ON) ? LocalDate.parse(get(Field.FOUND_ON)) : on(kind.event());
    }

    LocalDate bornOn() {
        return LocalDate.parse(get(Field.BORN_ON));
    }

    /** 1 for an only child. */
    int birthOrder() {
        return Integer.parseInt(values.getOrDefault(Field.BIRTH_ORDER, "1"));
    }

    boolean isMultiple() {
        return values.getOrDefault(Field.PLURALITY, "1").compareTo("1") > 0;
    }

    Optional<PersonNumber> person(Field field) {
        return PersonNumber.parse(get(field));
    }

    /** Who has a part in it, as far as they have identity numbers. */
    Map<Party, PersonNumber> parties() {
        Map<Party, PersonNumber> parties = new EnumMap<>(Party.class);
        for (Party party : Party.values()) {
            party.number().flatMap(this::person).ifPresent(number -> parties.put(party, number));
        }
        return parties;
    }

    /** The same, each once. */
    List<PersonNumber> persons() {
        return parties().values().stream().distinct().toList();
    }

    /** Mother and father, as far as they have identity numbers. */
    List<PersonNumber> parents() {
        return Stream.of(Field.MOTHER_NUMBER, Field.FATHER_NUMBER)
                .flatMap(field -> person(field).stream())
                .distinct()
                .toList();
    }

    /** Somebody's whole name, as far as he has one. */
    public String name(Party party) {
        return party.names().stream()
                .map(this::get)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    /** The names of those whose entry it is, or nothing. */
    public String names(VitalEvent event) {
        return names(event.principals().stream());
    }

    /** The names of the others that are in it, or nothing. */
    public String others(VitalEvent event) {
        return names(Arrays.stream(Party.values())
                .filter(party -> !event.principals().contains(party)));
    }

    private String names(Stream<Party> parties) {
        return parties.map(this::name).filter(name -> !name.isEmpty()).collect(Collectors.joining(", "));
    }

    String childName() {
        return name(Party.CHILD);
    }

    /** Whether the register of people can be told of the child: it takes nobody without a first and a family name. */
    boolean isNamed() {
        return has(Field.CHILD_GIVEN) && has(Field.CHILD_FAMILY);
    }

    /** The same without what is for few eyes. */
    public Facts open() {
        Facts open = this;
        for (Field field : fields()) {
            if (field.isGuarded()) {
                open = open.with(field, null);
            }
        }
        return open;
    }

    /** The same with what another one says of a field, if it does. */
    Facts taking(Field field, Facts other) {
        return other.has(field) ? with(field, other.get(field)) : this;
    }

    /** The fields that it has, in the order in which an entry says them. */
    public List<Field> fields() {
        return Arrays.stream(Field.values()).filter(this::has).toList();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Facts facts && facts.values.equals(values);
    }

    @Override
    public int hashCode() {
        return Objects.hash(values);
    }

    @Override
    public String toString() {
        return values.keySet().toString();
    }
}
