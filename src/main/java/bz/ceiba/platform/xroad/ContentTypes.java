package bz.ceiba.platform.xroad;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Lets a service's {@code Content-Type} pass letter by letter (PR-REST 4.3), which Tomcat writes anew from its parts: without the space before
 * {@code charset}, in another order, without quotation marks.
 */
final class ContentTypes extends ValveBase {
    private static final String RESPONSE = ContentTypes.class.getName();

    ContentTypes() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (request.getDecodedRequestURI().startsWith("/r1/")) {
            request.setAttribute(RESPONSE, response.getCoyoteResponse());
        }
        getNext().invoke(request, response);
    }

    /** Adds it; false where the server has not this valve. */
    static boolean add(HttpServletRequest request, String type) {
        if (request.getAttribute(RESPONSE) instanceof org.apache.coyote.Response plain) {
            plain.getMimeHeaders().addValue("Content-Type").setString(type);
            return true;
        }
        return false;
    }
}
