package bz.ceiba.systems.border;

import java.util.List;
import java.util.Optional;

/** The five machine-readable zones of ICAO Doc 9303: cards (parts 5 and 6), passports (part 4), and visas (part 7). */
public enum ZoneFormat {
    TD1(3, 30),
    TD2(2, 36),
    TD3(2, 44),
    MRV_A(2, 44),
    MRV_B(2, 36);

    private final int lines;
    private final int width;

    ZoneFormat(int lines, int width) {
        this.lines = lines;
        this.width = width;
    }

    int lines() {
        return lines;
    }

    int width() {
        return width;
    }

    /** The line on which the name stands, and the place at which it begins; both count from 0. */
    int nameLine() {
        return this == TD1 ? 2 : 0;
    }

    int nameFrom() {
        return this == TD1 ? 0 : 5;
    }

    boolean isVisa() {
        return this == MRV_A || this == MRV_B;
    }

    /** By how many lines there are, how long the longest is, and how the first begins. */
    static Optional<ZoneFormat> of(List<String> lines) {
        int longest = lines.stream().mapToInt(String::length).max().orElse(0);
        boolean visa = !lines.isEmpty() && lines.getFirst().startsWith("V");
        for (ZoneFormat format : values()) {
            if (format.lines == lines.size() && format.width == longest && format.isVisa() == visa) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
