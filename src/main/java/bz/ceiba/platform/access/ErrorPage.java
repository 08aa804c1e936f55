package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.PublicPage;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** What the container and the filters refuse before a handler is found, in the words of all other errors. */
@Controller
@PublicPage
class ErrorPage implements ErrorController {
    private final Refusals refusals;

    ErrorPage(Refusals refusals) {
        this.refusals = refusals;
    }

    @RequestMapping("/error")
    void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        switch (status) {
            case 401 -> refusals.write(Problem.Kind.SIGN_IN_NEEDED, "access.problem.sign-in-needed", request, response);
            case 403 -> refusals.write(Problem.Kind.FORBIDDEN, "access.problem.closed", request, response);
            case 404 -> refusals.write(Problem.Kind.NOT_FOUND, "web.problem.not-found", request, response);
            case 413 -> refusals.write(Problem.Kind.TOO_LARGE, "web.problem.too-large", request, response);
            default -> {
                if (status < 500) {
                    refusals.write(Problem.Kind.MALFORMED, "web.problem.malformed", request, response);
                } else {
                    refusals.write(Problem.Kind.UNAVAILABLE, "web.problem.unavailable", request, response);
                }
            }
        }
    }
}
