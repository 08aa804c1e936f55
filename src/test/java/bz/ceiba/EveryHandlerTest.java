package bz.ceiba;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.web.PublicPage;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Who is refused: one test per action, made from the handlers themselves, so that a new one is covered at once. */
@CeibaTest
class EveryHandlerTest {
    @Autowired
    RequestMappingHandlerMapping requestMappingHandlerMapping;

    @Autowired
    TestPeople people;

    @Test
    void everyHandlerSaysWhoMayOrThatItIsPublic() {
        assertThat(handlers().entrySet())
                .filteredOn(handler -> handler.getValue().getMethodAnnotation(Allows.class) == null)
                .filteredOn(handler -> !isPublic(handler.getValue()))
                .extracting(handler -> handler.getValue().toString())
                .isEmpty();
    }

    @Test
    void noHandlerIsPublicAndRestrictedAtOnce() {
        assertThat(handlers().values())
                .filteredOn(handler -> handler.hasMethodAnnotation(Allows.class))
                .noneMatch(handler -> handler.hasMethodAnnotation(PublicPage.class));
    }

    @TestFactory
    List<DynamicTest> whoHasNotSignedInIsRefused() {
        TestSession nobody = people.anonymous();
        return each((info, allows) -> {
            assertThat(status(nobody, info, "text/html")).isEqualTo(303);
            assertThat(status(nobody, info, "application/json")).isEqualTo(401);
        });
    }

    @TestFactory
    List<DynamicTest> whoHoldsAnotherRoleIsRefused() {
        TestSession citizen = people.session(people.citizen());
        Map<Set<Role>, TestSession> others = new HashMap<>();
        return each((info, allows) -> {
            if (allows.roles().length > 0) {
                assertThat(status(citizen, info, "text/html")).isEqualTo(403);
                TestSession other = others.computeIfAbsent(
                        EnumSet.complementOf(EnumSet.copyOf(List.of(allows.roles()))),
                        roles -> people.session(people.staff("egov", roles.toArray(Role[]::new))));
                assertThat(status(other, info, "text/html")).isEqualTo(403);
            }
        });
    }

    @TestFactory
    List<DynamicTest> whoIsNotKnownWellEnoughIsRefused() {
        Actor sure = people.staff("egov", Role.values());
        TestSession unsure = people.session(new Actor(sure.number(), sure.name(), Assurance.LOW, sure.roles(), null));
        return each((info, allows) -> {
            if (allows.assurance() != Assurance.LOW) {
                assertThat(status(unsure, info, "text/html")).isEqualTo(403);
            }
        });
    }

    /** Whatever somebody types, pastes or sends by a program of his own: he is told what is wrong, and there is no 500. */
    @TestFactory
    List<DynamicTest> whatIsNoTextIsRefusedAndNoFault() {
        Actor all = people.staff("egov", Role.values());
        List<DynamicTest> tests = new ArrayList<>();
        handlers().forEach((info, handler) -> {
            if (takesForms(info)) {
                tests.add(DynamicTest.dynamicTest(info.toString(), () -> {
                    // A new one each time: among the handlers are those that end it.
                    TestSession session = people.session(all);
                    for (String wrong : List.of("\u0000", "-1", "'", "9".repeat(20))) {
                        assertThat(sent(session, info, handler, wrong))
                                .as(wrong)
                                .satisfiesAnyOf(s -> assertThat(s).isLessThan(500), s -> assertThat(s)
                                        .isEqualTo(503));
                    }
                }));
            }
        });
        return tests;
    }

    private static boolean takesForms(RequestMappingInfo info) {
        RequestMethod method = method(info);
        return (method == RequestMethod.GET || method == RequestMethod.POST)
                && info.getConsumesCondition().isEmpty();
    }

    private static RequestMethod method(RequestMappingInfo info) {
        return info.getMethodsCondition().getMethods().stream().findFirst().orElse(RequestMethod.GET);
    }

    /** Sends a value in every place where the handler takes one. */
    private int sent(TestSession session, RequestMappingInfo info, HandlerMethod handler, String value) {
        String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
        String pattern = info.getPatternValues().iterator().next();
        Map<String, String> form = new LinkedHashMap<>();
        for (MethodParameter parameter : handler.getMethodParameters()) {
            parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
            RequestParam asked = parameter.getParameterAnnotation(RequestParam.class);
            String name = asked == null || asked.name().isEmpty() ? parameter.getParameterName() : asked.name();
            if (asked != null && name != null) {
                form.put(name, value);
            }
        }
        // Spring Security refuses a path that holds a control character.
        String path = pattern.replaceAll("\\{[^}]*}", value.equals("\u0000") ? "1" : encoded);
        if (method(info) == RequestMethod.POST) {
            return session.post(path, form).statusCode();
        }
        return session.get(path + "?" + TestSession.encode(form)).statusCode();
    }

    private List<DynamicTest> each(BiConsumer<RequestMappingInfo, Allows> check) {
        List<DynamicTest> tests = new ArrayList<>();
        handlers().forEach((info, handler) -> {
            Allows allows = handler.getMethodAnnotation(Allows.class);
            if (allows != null) {
                tests.add(DynamicTest.dynamicTest(info.toString(), () -> check.accept(info, allows)));
            }
        });
        return tests;
    }

    private int status(TestSession session, RequestMappingInfo info, String accept) {
        String path = info.getPatternValues().iterator().next().replaceAll("\\{[^}]*}", "1");
        RequestMethod method = method(info);
        String type = info.getConsumesCondition().getConsumableMediaTypes().stream()
                .findFirst()
                .map(MediaType::toString)
                .orElse("application/x-www-form-urlencoded");
        var request = session.request(path).setHeader("Accept", accept).header("Content-Type", type);
        if (method == RequestMethod.GET) {
            request.GET();
        } else {
            request.header("X-CSRF-TOKEN", session.csrf())
                    .header("X-XSRF-TOKEN", session.csrf())
                    .method(method.name(), BodyPublishers.noBody());
        }
        return session.send(request).statusCode();
    }

    private Map<RequestMappingInfo, HandlerMethod> handlers() {
        Map<RequestMappingInfo, HandlerMethod> ours =
                new LinkedHashMap<>(requestMappingHandlerMapping.getHandlerMethods());
        ours.values().removeIf(handler -> handler.toString().contains("ProbeController#forgotten"));
        return ours;
    }

    private static boolean isPublic(HandlerMethod handler) {
        return handler.hasMethodAnnotation(PublicPage.class)
                || AnnotatedElementUtils.hasAnnotation(handler.getBeanType(), PublicPage.class);
    }
}
