package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Visits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerMapping;

/** What somebody works on, opened by the code in the path for him alone; a handler that asks for it is not reached by anybody else. */
record OwnDraft(ReturnCode code, Draft draft) {
    Draft.Content content() {
        return draft.content();
    }

    @Nullable
    String person() {
        return draft.person();
    }

    @Component
    static final class Argument implements HandlerMethodArgumentResolver {
        private final OpenDraft open;
        private final Visits visits;

        Argument(OpenDraft open, Visits visits) {
            this.open = open;
            this.visits = visits;
        }

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == OwnDraft.class;
        }

        @Override
        public OwnDraft resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest web,
                @Nullable WebDataBinderFactory binders) {
            HttpServletRequest request = Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
            HttpServletResponse response = Objects.requireNonNull(web.getNativeResponse(HttpServletResponse.class));
            Map<?, ?> path = (Map<?, ?>) request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
            ReturnCode code = open.code(String.valueOf(path.get("code")), request);
            return new OwnDraft(
                    code,
                    open.own(code, request, response, visits.actor(request).orElse(null)));
        }
    }
}
