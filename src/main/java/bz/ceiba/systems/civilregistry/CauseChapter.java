package bz.ceiba.systems.civilregistry;

import java.util.Arrays;
import java.util.Optional;

/** The chapters of ICD-10 under which an underlying cause is counted, by its first three signs. */
enum CauseChapter {
    I("A00", "B99"),
    II("C00", "D48"),
    III("D50", "D89"),
    IV("E00", "E90"),
    V("F00", "F99"),
    VI("G00", "G99"),
    VII("H00", "H59"),
    VIII("H60", "H95"),
    IX("I00", "I99"),
    X("J00", "J99"),
    XI("K00", "K93"),
    XII("L00", "L99"),
    XIII("M00", "M99"),
    XIV("N00", "N99"),
    XV("O00", "O99"),
    XVI("P00", "P96"),
    XVII("Q00", "Q99"),
    XVIII("R00", "R99"),
    XX("V01", "Y98"),
    XXII("U00", "U99");

    private final String first;
    private final String last;

    CauseChapter(String first, String last) {
        this.first = first;
        this.last = last;
    }

    /** Empty for a code that is no underlying cause. */
    static Optional<CauseChapter> of(String code) {
        return Arrays.stream(values())
                .filter(one -> code.compareTo(one.first) >= 0 && code.compareTo(one.last) <= 0)
                .findFirst();
    }
}
