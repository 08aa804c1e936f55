package bz.ceiba.systems.civilregistry;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Decrees of divorce and of nullity: a court, or an officer with its decree before him, notifies them, and {@link EnterDecree} enters them at once. */
@Component
class DecreeRules implements CourtRules {
    private static final List<Field> NOTIFIED = List.of(
            Field.MARRIAGE_ENTRY, Field.COURT, Field.COURT_ORDER, Field.ABSOLUTE_ON, Field.ONE_NAME, Field.OTHER_NAME);

    /** It needs what notes annotations, which needs the rules of all events. */
    private final ObjectProvider<EnterDecree> enter;

    DecreeRules(ObjectProvider<EnterDecree> enter) {
        this.enter = enter;
    }

    @Override
    public VitalEvent event() {
        return VitalEvent.DECREE;
    }

    @Override
    public List<Field> notified() {
        return NOTIFIED;
    }

    @Override
    public List<Field> needed(Kind kind) {
        return NOTIFIED;
    }

    @Override
    public List<Field> certified(Facts today) {
        return List.of(Field.MARRIAGE_ENTRY, Field.COURT, Field.COURT_ORDER, Field.ABSOLUTE_ON);
    }

    /** The court and an officer may notify the same decree. */
    @Override
    public boolean same(Facts notified, Facts entered) {
        return notified.get(Field.MARRIAGE_ENTRY).equalsIgnoreCase(entered.get(Field.MARRIAGE_ENTRY))
                && notified.get(Field.COURT_ORDER).equalsIgnoreCase(entered.get(Field.COURT_ORDER));
    }

    @Override
    public void heard(Notifications.Notified notified) {
        if (notified.entry().isEmpty()) {
            enter.getObject().enter(notified);
        }
    }
}
