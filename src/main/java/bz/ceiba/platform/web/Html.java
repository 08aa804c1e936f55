package bz.ceiba.platform.web;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page to show: a template with what it shows. Controllers return it; every template also gets the {@link Page}.
 *
 * @param template the template's name without suffix, such as {@code cases/worklist}
 * @param model what the template's parameters are set to, by name
 * @param status the HTTP status
 */
public record Html(String template, Map<String, Object> model, int status) {
    private static final int UNPROCESSABLE = 422;

    public Html {
        model = Map.copyOf(model);
    }

    public static Html of(String template) {
        return new Html(template, Map.of(), 200);
    }

    /** Sets one parameter; {@code null} leaves the template's default. */
    public Html with(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        Map<String, Object> more = new HashMap<>(model);
        more.put(name, value);
        return new Html(template, more, status);
    }

    /** What is wrong with what was typed, by field; then it is answered 422. */
    public Html errors(Map<String, String> errors) {
        return with("errors", errors).status(errors.isEmpty() ? status : UNPROCESSABLE);
    }

    public Html status(int newStatus) {
        return new Html(template, model, newStatus);
    }
}
