package bz.ceiba.systems.border.screening;

/**
 * What speaks for or against a match; its words are the message {@code border.screening.reason.<code>}.
 *
 * @param detail what stands for {@code {0}} in them, or empty
 */
public record Reason(String code, String detail) {
    static Reason of(String code) {
        return new Reason(code, "");
    }
}
