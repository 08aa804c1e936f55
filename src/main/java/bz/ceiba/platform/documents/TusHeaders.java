package bz.ceiba.platform.documents;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Puts {@code Tus-Resumable} on every answer below the address of uploads, also on those that are given before a request
 * reaches it: not signed in, a forged form, too many. Clients take an answer without it for somebody else's (tus 1.0.0).
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class TusHeaders extends OncePerRequestFilter {
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return !path.equals(TusController.PATH) && !path.startsWith(TusController.PATH + "/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("Tus-Resumable", TusController.VERSION);
        chain.doFilter(request, response);
    }
}
