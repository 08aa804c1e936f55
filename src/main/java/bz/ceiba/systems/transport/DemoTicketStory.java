package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.DemoCast.Member;
import bz.ceiba.platform.cases.PastCase;
import bz.ceiba.platform.cases.PastCase.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What becomes of a made-up ticket: most are paid early, some late, a few are disputed, and what nobody pays goes to the court. */
final class DemoTicketStory {
    private static final Duration COURT_AFTER = Duration.ofDays(31);

    private final Ticket ticket;
    private final Member person;
    private final Member decides;
    private final DemoScenes scenes;
    private final SplittableRandom random;
    private final List<Step> steps = new ArrayList<>();

    /** @param decides an officer who wrote no ticket */
    DemoTicketStory(Ticket ticket, Member person, Member decides, DemoScenes scenes, SplittableRandom random) {
        this.ticket = ticket;
        this.person = person;
        this.decides = decides;
        this.scenes = scenes;
        this.random = random;
    }

    /** All of them, also those of days to come. */
    List<Step> steps() {
        Instant received = ticket.receivedAt();
        switch (scenes.pick(new int[] {70, 14, 7, 9})) {
            case 0 -> pay(after(received, 0, 13));
            case 1 -> pay(after(received, 14, 29));
            case 2 -> dispute(after(received, 1, 9));
            default -> court(received.plus(COURT_AFTER));
        }
        return steps;
    }

    private void pay(Instant at) {
        step("pay", at, null, empty());
    }

    private void dispute(Instant at) {
        step("dispute", at, person, empty().put("statement", "I was not there at that hour."));
        Instant decided = after(at, 3, 8);
        step(PastCase.CLAIM, decided.minus(Duration.ofMinutes(20)), decides, empty());
        if (scenes.chance(50)) {
            step("cancel", decided, decides, empty().put("reason", "The plate was misread."));
        } else {
            step("uphold", decided, decides, empty().put("reason", "Place and time are right."));
            pay(after(decided, 1, 9));
        }
    }

    private void court(Instant at) {
        step("refer", at, null, empty());
        step("not-paid", at.plusSeconds(1), null, empty());
        if (scenes.chance(60)) {
            Instant judged = after(at, 40, 80);
            step(
                    "convict",
                    judged,
                    decides,
                    empty().put(
                                    "judgment",
                                    "BZ " + (100 + random.nextInt(900)) + "/"
                                            + judged.toString().substring(0, 4))
                            .put("dollars", ticket.penalty().cents() / 100)
                            .put("reason", "The court found that the ticket was right."));
            pay(after(judged, 3, 20));
        }
    }

    private Instant after(Instant at, int leastDays, int mostDays) {
        return at.plus(Duration.ofMinutes(random.nextInt(leastDays * 1440 + 30, mostDays * 1440)));
    }

    private void step(String transition, Instant at, @Nullable Member actor, ObjectNode said) {
        steps.add(new Step(
                transition,
                at,
                actor == null ? null : actor.person(),
                actor == null ? null : actor.name(),
                said,
                empty()));
    }

    private static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }
}
