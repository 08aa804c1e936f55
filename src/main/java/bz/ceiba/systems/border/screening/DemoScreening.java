package bz.ceiba.systems.border.screening;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.DemoCast;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.kernel.LocalizedText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/**
 * Gives an empty demonstration watchlists ({@code belize/watchlists}, in OpenSanctions' format) and rules of risk, in the way in which officers do
 * it: one proposes and another one agrees. All names on them are invented.
 */
@Component
@ConditionalOnBooleanProperty("ceiba.demo")
public class DemoScreening {
    static final List<String> LISTS = List.of("notices", "documents", "orders", "sanctions");
    private static final String WHY = "Demonstration, no real person";

    private final KeepWatchlist lists;
    private final WatchlistRows rows;
    private final ChangeRule rules;
    private final RuleRows ruleRows;
    private final DemoCast cast;
    private final Clock clock;

    DemoScreening(
            KeepWatchlist lists, WatchlistRows rows, ChangeRule rules, RuleRows ruleRows, DemoCast cast, Clock clock) {
        this.lists = lists;
        this.rows = rows;
        this.rules = rules;
        this.ruleRows = ruleRows;
        this.cast = cast;
        this.clock = clock;
    }

    /** Answers whether it was empty before. */
    public boolean fillIfEmpty() {
        boolean empty = LISTS.stream().allMatch(list -> rows.versions(list).isEmpty())
                && ruleRows.all().isEmpty();
        if (empty) {
            fill();
        }
        return empty;
    }

    private void fill() {
        Actor officer = staff(Role.OFFICER);
        Actor supervisor = staff(Role.SUPERVISOR);
        for (String list : LISTS) {
            ListVersion version = lists.propose(officer, list, file(list), "", WHY);
            lists.decide(supervisor, list, version.version(), true);
        }
        for (Rule rule : drafts(officer)) {
            int version = rules.draft(officer, rule);
            rules.rehearse(officer, rule.rule(), version);
            if (!rule.rule().equals("long-transit")) {
                rules.decide(supervisor, rule.rule(), version, true);
            }
        }
    }

    private Actor staff(Role role) {
        DemoCast.Member member = Stream.concat(
                        cast.staff(ScreeningDesk.AGENCY, role).stream(),
                        cast.staff(ScreeningDesk.AGENCY, Role.OFFICER).stream())
                .findFirst()
                .orElseThrow();
        return new Actor(
                member.person().digits(),
                member.name(),
                Assurance.SUBSTANTIAL,
                List.of(new Actor.Appointment(ScreeningDesk.AGENCY, role)),
                null);
    }

    static byte[] file(String list) {
        try (InputStream in = DemoScreening.class.getResourceAsStream("/belize/watchlists/" + list + ".ndjson")) {
            if (in == null) {
                throw new IllegalStateException("the country pack has no belize/watchlists/" + list + ".ndjson");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Rule> drafts(Actor by) {
        return List.of(
                rule(
                        by,
                        "expiring-document",
                        LocalizedText.of("Document runs out soon", "Documento por vencer"),
                        "direction == 'arrival' && days_to_expiry >= 0 && days_to_expiry < 90",
                        LocalizedText.of(
                                "Your passport runs out within ninety days.",
                                "Su pasaporte vence dentro de noventa días.")),
                rule(
                        by,
                        "long-transit",
                        LocalizedText.of("Long transit", "Tránsito largo"),
                        "purpose == 'transit' && stay_days > 3",
                        LocalizedText.of(
                                "You are passing through and stay for more than three nights.",
                                "Usted está de paso y se queda más de tres noches.")));
    }

    private Rule rule(Actor by, String code, LocalizedText title, String expression, LocalizedText reason) {
        return new Rule(
                code,
                0,
                title,
                expression,
                reason,
                "",
                clock.instant().minus(Duration.ofMinutes(1)),
                null,
                "DRAFT",
                null,
                by.number(),
                by.name(),
                null);
    }
}
