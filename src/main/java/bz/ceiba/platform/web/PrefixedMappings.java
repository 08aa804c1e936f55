package bz.ceiba.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Finds handlers as Spring does, but looks first at what a path begins with: a path with a variable in it is otherwise
 * compared with every handler of the house, method by method, for each request.
 */
final class PrefixedMappings extends RequestMappingHandlerMapping {
    private static final ScopedValue<String> PATH = ScopedValue.newInstance();

    /** What the paths of each mapping begin with before any variable; empty where they differ. */
    private final IdentityHashMap<RequestMappingInfo, String> prefixes = new IdentityHashMap<>();

    @Override
    public void afterPropertiesSet() {
        super.afterPropertiesSet();
        getHandlerMethods().keySet().forEach(info -> prefixes.put(info, prefix(info)));
    }

    @Override
    protected @Nullable HandlerMethod lookupHandlerMethod(String path, HttpServletRequest request) throws Exception {
        return isPlain(path)
                ? ScopedValue.where(PATH, path).call(() -> super.lookupHandlerMethod(path, request))
                : super.lookupHandlerMethod(path, request);
    }

    /** Without escapes and parameters, which only a pattern understands. */
    private static boolean isPlain(String path) {
        return path.indexOf('%') < 0 && path.indexOf(';') < 0;
    }

    @Override
    protected @Nullable RequestMappingInfo getMatchingMapping(RequestMappingInfo info, HttpServletRequest request) {
        if (PATH.isBound() && !PATH.get().startsWith(prefixes.getOrDefault(info, ""))) {
            return null;
        }
        return super.getMatchingMapping(info, request);
    }

    private static String prefix(RequestMappingInfo info) {
        if (info.getPatternValues().size() != 1) {
            return "";
        }
        String pattern = info.getPatternValues().iterator().next();
        int end = 0;
        while (end < pattern.length() && "{*?".indexOf(pattern.charAt(end)) < 0) {
            end++;
        }
        return pattern.substring(0, end);
    }
}
