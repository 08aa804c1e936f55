package bz.ceiba.systems.civilregistry;

import java.util.List;
import org.springframework.stereotype.Component;

/** Adoptions: what a court orders, and what the entry in the book of adopted children says. How it is made says {@link EnterAdoption}. */
@Component
class AdoptionRules implements CourtRules {
    /** What a court says of whom: the birth, the court and its order, the child from now on, and who adopts. */
    private static final List<Field> NOTIFIED = List.of(
            Field.BIRTH_ENTRY,
            Field.COURT,
            Field.COURT_ORDER,
            Field.ORDERED_ON,
            Field.CHILD_GIVEN,
            Field.CHILD_MIDDLE,
            Field.CHILD_FAMILY,
            Field.MOTHER_NAME,
            Field.MOTHER_NUMBER,
            Field.FATHER_NAME,
            Field.FATHER_NUMBER,
            Field.HOME_DISTRICT,
            Field.HOME_TOWN,
            Field.HOME_ADDRESS);

    @Override
    public VitalEvent event() {
        return VitalEvent.ADOPTION;
    }

    @Override
    public List<Field> notified() {
        return NOTIFIED;
    }

    @Override
    public List<Field> needed(Kind kind) {
        return List.of(
                Field.BIRTH_ENTRY,
                Field.COURT,
                Field.COURT_ORDER,
                Field.ORDERED_ON,
                Field.CHILD_GIVEN,
                Field.CHILD_FAMILY);
    }

    /** As the short form of every birth certificate. */
    @Override
    public List<Field> certified(Facts today) {
        return CertificateTexts.SHORT;
    }

    @Override
    public boolean same(Facts notified, Facts entered) {
        return false;
    }

    @Override
    public void heard(Notifications.Notified notified) {
        throw new IllegalStateException("what a court says of an adoption is kept nowhere but in the entry");
    }
}
