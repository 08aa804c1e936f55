package bz.ceiba.systems.policerecords;

import java.util.List;

/**
 * Why a record may be the applicant's, as a message and its arguments, so that it can be read in every language.
 *
 * @param key of the message
 */
public record Reason(String key, List<String> arguments) {
    public Reason {
        arguments = List.copyOf(arguments);
    }

    static Reason of(String name, String... arguments) {
        return new Reason("policerecords.reason." + name, List.of(arguments));
    }

    /** As one line, as it travels over the exchange. */
    String text() {
        StringBuilder text = new StringBuilder(key);
        arguments.forEach(argument -> text.append('|').append(argument.replace('|', ' ')));
        return text.toString();
    }

    static Reason parse(String text) {
        List<String> parts = List.of(text.split("\\|", -1));
        return new Reason(parts.getFirst(), parts.subList(1, parts.size()));
    }

    /** The arguments for {@link bz.ceiba.platform.web.Page#t}. */
    public Object[] array() {
        return arguments.toArray();
    }
}
