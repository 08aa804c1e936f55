package bz.ceiba.platform.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import gg.jte.output.Utf8ByteOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.support.RequestContextUtils;

/** Turns {@link Html} into bytes. */
public final class Pages implements HandlerMethodReturnValueHandler {
    /** The request attribute with the {@link Supplier} by which the access room says what the header shows of the visitor. */
    public static final String VISITOR = Page.Visitor.class.getName();

    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(null, ContentType.Html, null, "bz.ceiba.templates");
    private final Messages messages;
    private final Assets assets;
    private final boolean demo;
    private final Languages languages;

    Pages(Messages messages, Assets assets, boolean demo, Languages languages) {
        this.messages = messages;
        this.assets = assets;
        this.demo = demo;
        this.languages = languages;
    }

    @Override
    public boolean supportsReturnType(MethodParameter returnType) {
        return returnType.getParameterType() == Html.class;
    }

    @Override
    public void handleReturnValue(
            @Nullable Object returnValue,
            MethodParameter returnType,
            ModelAndViewContainer container,
            NativeWebRequest webRequest)
            throws IOException {
        container.setRequestHandled(true);
        HttpServletRequest request = webRequest.getNativeRequest(HttpServletRequest.class);
        HttpServletResponse response = webRequest.getNativeResponse(HttpServletResponse.class);
        if (returnValue instanceof Html html && request != null && response != null) {
            write(html, request, response);
        }
    }

    /** Renders a page as the answer to a request. */
    public void write(Html html, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Utf8ByteOutput output = new Utf8ByteOutput();
        engine.render(html.template() + ".jte", parameters(html, page(request)), output);
        response.setStatus(html.status());
        response.setContentType("text/html;charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(output.getContentLength());
        OutputStream out = response.getOutputStream();
        output.writeTo(out);
    }

    /** Renders a part of a page to be put into another one; what it contains is escaped already. */
    public String fragment(Html html, Page page) {
        StringOutput output = new StringOutput();
        engine.render(html.template() + ".jte", parameters(html, page), output);
        return output.toString();
    }

    private static Map<String, Object> parameters(Html html, Page page) {
        Map<String, Object> parameters = new HashMap<>(html.model());
        parameters.put("page", page);
        return parameters;
    }

    /** What the templates know about this request. */
    public Page page(HttpServletRequest request) {
        Locale locale = RequestContextUtils.getLocale(request);
        String query = request.getQueryString();
        String path = request.getRequestURI() + (query == null ? "" : "?" + query);
        CsrfToken csrf = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
        Page.@Nullable Visitor visitor = request.getAttribute(VISITOR) instanceof Supplier<?> known
                        && known.get() instanceof Page.Visitor someone
                ? someone
                : null;
        return new Page(
                messages, locale, path, demo, csrf == null ? "" : csrf.getToken(), visitor, assets, languages.at(path));
    }

    /** Whether there are pages in a language. */
    boolean isLanguage(String language) {
        return languages.isAny(language);
    }
}
