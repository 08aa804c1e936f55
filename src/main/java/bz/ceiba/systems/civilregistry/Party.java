package bz.ceiba.systems.civilregistry;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who has a part in an entry. */
public enum Party {
    /** Has no number in an application: the register of people gives it. */
    CHILD(null, "c:"),
    MOTHER(Field.MOTHER_NUMBER, "m:"),
    FATHER(Field.FATHER_NUMBER, ""),
    DEAD(Field.DEAD_NUMBER, "d:"),
    /** The spouse or partner whom the dead leaves behind. */
    SURVIVOR(Field.SURVIVOR_NUMBER, ""),
    /** Of a marriage, who gave notice. */
    ONE(Field.ONE_NUMBER, "s:"),
    OTHER(Field.OTHER_NUMBER, "s:");

    @Nullable
    private final Field number;

    private final String sound;

    /**
     * Describes it.
     *
     * @param number in which field the identity number stands
     * @param sound what is set before how the name sounds, where entries are found by it; else nothing
     */
    Party(@Nullable Field number, String sound) {
        this.number = number;
        this.sound = sound;
    }

    Optional<Field> number() {
        return Optional.ofNullable(number);
    }

    String sound() {
        return sound;
    }

    /** In which fields the name stands. */
    List<Field> names() {
        return switch (this) {
            case CHILD -> List.of(Field.CHILD_GIVEN, Field.CHILD_MIDDLE, Field.CHILD_FAMILY);
            case MOTHER -> List.of(Field.MOTHER_NAME);
            case FATHER -> List.of(Field.FATHER_NAME);
            case DEAD -> List.of(Field.DEAD_GIVEN, Field.DEAD_MIDDLE, Field.DEAD_FAMILY);
            case SURVIVOR -> List.of(Field.SURVIVOR_NAME);
            case ONE -> List.of(Field.ONE_NAME);
            case OTHER -> List.of(Field.OTHER_NAME);
        };
    }
}
