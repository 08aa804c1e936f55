package bz.ceiba.platform.notifications;

import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.PublicPage;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** What the demonstration's own servers received; without demonstration there is no such page. */
@Controller
@PublicPage
class OutboxController {
    private final ObjectProvider<DemoOutbox> outbox;

    OutboxController(ObjectProvider<DemoOutbox> outbox) {
        this.outbox = outbox;
    }

    @GetMapping("/notifications/outbox")
    Html show() {
        DemoOutbox demo = outbox.getIfAvailable();
        if (demo == null) {
            throw new Problem(Problem.Kind.NOT_FOUND, "web.problem.not-found");
        }
        return Html.of("notifications/outbox")
                .with(
                        "messages",
                        demo.newestFirst().stream()
                                .map(message -> new OutboxMessage(
                                        message.channel(),
                                        message.to(),
                                        message.subject().orElse(null),
                                        message.text(),
                                        message.parts(),
                                        message.at()))
                                .toList());
    }
}
