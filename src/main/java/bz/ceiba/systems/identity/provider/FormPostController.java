package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.access.ContentPolicy;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.PublicPage;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;

/**
 * The page with the form that takes an answer to a party (OAuth 2.0 Form Post Response Mode): a script presses its button, or the person does. It
 * is shown in the place of an answer only, and has no address of its own.
 */
@Controller
class FormPostController {
    private static final String PATH = "/identity/answer";
    private static final String ANSWER = FormPostController.class.getName();

    private final ContentPolicy policy;

    FormPostController(ContentPolicy policy) {
        this.policy = policy;
    }

    private record Answer(String to, Map<String, String> parameters) implements Serializable {}

    static void send(HttpServletRequest request, HttpServletResponse response, String to, Map<String, String> answer)
            throws IOException, ServletException {
        request.setAttribute(ANSWER, new Answer(to, new LinkedHashMap<>(answer)));
        request.getRequestDispatcher(PATH).forward(request, response);
    }

    @PublicPage
    @RequestMapping(
            path = PATH,
            method = {RequestMethod.GET, RequestMethod.POST})
    Html form(HttpServletRequest request, HttpServletResponse response) {
        if (!(request.getAttribute(ANSWER) instanceof Answer answer)) {
            throw new Problem(Problem.Kind.NOT_FOUND, "web.problem.not-found");
        }
        URI address = URI.create(answer.to());
        response.setHeader(
                "Content-Security-Policy", policy.withForms(address.getScheme() + "://" + address.getRawAuthority()));
        return Html.of("identity/answer")
                .with("to", answer.to())
                .with("host", address.getHost())
                .with("answer", answer.parameters());
    }
}
