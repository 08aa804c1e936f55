package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.access.DemoCast.Member;
import bz.ceiba.platform.cases.PastCase;
import bz.ceiba.platform.cases.PastCase.Step;
import bz.ceiba.platform.cases.ServiceDefinition;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.WorkingDays;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Three months of a police desk, made up: who applied when, and what was done about it. What would lie in the future has not
 * happened, so that cases stand in all the states in which people wait.
 */
final class DemoHistory {
    static final int DAYS = 90;
    private static final Duration LAPSES = Duration.ofDays(30);
    private static final List<String> PURPOSES = List.of(
            "employment", "employment", "employment", "employment", "visa", "visa", "licence", "study", "adoption");
    private static final List<String> EMPLOYERS = List.of(
            "Coral Bakery (demonstration)",
            "Jabiru Security (demonstration)",
            "Sea Breeze Hotel (demonstration)",
            "Mangrove School (demonstration)",
            "");

    /** How many of the cases are told and not drawn. */
    private static final int TOLD = 6;

    private static final String APPEAL = "It was valid on the day on which I applied.";
    private static final String CORRECTION = "My second name is written with an h.";

    private final ServiceDefinition definition;
    private final List<Member> officers;
    private final Member supervisor;
    private final WorkingDays calendar;
    private final Instant now;
    private final SplittableRandom random;
    private final List<Step> steps = new ArrayList<>();

    DemoHistory(
            ServiceDefinition definition,
            List<Member> officers,
            Member supervisor,
            WorkingDays calendar,
            Instant now,
            long seed) {
        this.definition = definition;
        this.officers = List.copyOf(officers);
        this.supervisor = supervisor;
        this.calendar = calendar;
        this.now = now;
        this.random = new SplittableRandom(seed);
    }

    /** A case of each of them; the first few are told, so that each of the rare states is there, the others are drawn. */
    List<PastCase> of(List<Member> applicants) {
        List<PastCase> cases = new ArrayList<>();
        for (Member applicant : applicants) {
            cases.add(of(applicant, cases.size()));
        }
        return cases;
    }

    private PastCase of(Member applicant, int story) {
        ObjectNode form = form();
        Instant at = story < TOLD ? now.minus(Duration.ofDays(20)) : submitted();
        steps.clear();
        if (story < TOLD) {
            tell(applicant, story, at);
        } else {
            live(applicant, form.path("speed").asString("").equals("urgent"), at);
        }
        List<Step> happened =
                steps.stream().takeWhile(step -> step.at().isBefore(now)).toList();
        return new PastCase(
                definition,
                CaseNumber.random(
                        definition.prefix(),
                        LocalDate.ofInstant(at, Country.ZONE).getYear(),
                        random),
                applicant.person(),
                applicant.name(),
                applicant.language(),
                form,
                at,
                happened);
    }

    private ObjectNode form() {
        String purpose = any(PURPOSES);
        ObjectNode form = empty().put("purpose", purpose);
        switch (purpose) {
            case "visa" -> form.put("country", any(List.of("Mexico", "Canada", "United States", "Spain")));
            case "licence" -> form.put("licenceKind", any(List.of("firearm", "security", "driver", "liquor")));
            default -> {}
        }
        String recipient = any(EMPLOYERS);
        if (!recipient.isEmpty()) {
            form.put("recipient", recipient);
        }
        if (chance(60)) {
            form.put("phone", String.format(java.util.Locale.ROOT, "600-%04d", random.nextInt(10_000)));
        }
        return form.put("speed", chance(18) ? "urgent" : "ordinary");
    }

    /** On working days more than on others, in the morning more than at night. */
    private Instant submitted() {
        LocalDate today = LocalDate.ofInstant(now, Country.ZONE);
        LocalDate day = today.minusDays(random.nextInt(DAYS));
        if (!calendar.isWorkingDay(day) && chance(70)) {
            day = day.minusDays(2);
        }
        Instant at = at(day, 7, 13);
        return at.isBefore(now) ? at : now.minus(Duration.ofMinutes(5 + random.nextInt(90)));
    }

    private void live(Member applicant, boolean urgent, Instant submitted) {
        if (chance(3)) {
            step("withdraw-unpaid", submitted.plus(Duration.ofHours(2)), applicant);
        } else if (chance(6)) {
            step("lapse", submitted.plus(LAPSES), null);
        } else {
            Instant paid =
                    submitted.plus(Duration.ofMinutes(chance(75) ? 4 + random.nextInt(40) : random.nextInt(4_000)));
            step("pay", paid, null);
            step("screened", paid.plusSeconds(2 + random.nextInt(8)), null, found(applicant));
            if (chance(3)) {
                step("withdraw", paid.plus(Duration.ofMinutes(20)), applicant);
            } else {
                decide(applicant, taken(paid, urgent));
            }
        }
    }

    private void tell(Member applicant, int story, Instant submitted) {
        Instant decided = submitted.plus(Duration.ofDays(1));
        Instant yesterday = now.minus(Duration.ofDays(1));
        Member officer = officers.getFirst();
        step("pay", submitted.plus(Duration.ofMinutes(5)), null);
        step("screened", submitted.plus(Duration.ofMinutes(6)), null, found(applicant));
        if (story == 0) {
            return;
        }
        step(PastCase.CLAIM, decided, officer);
        switch (story) {
            case 1 -> ask(officer, yesterday);
            case 2, 3 -> {
                refuse(officer, decided.plus(Duration.ofHours(1)));
                Instant appealed = story == 2 ? yesterday : decided.plus(Duration.ofDays(3));
                step("appeal", appealed, applicant, empty().put("statement", APPEAL));
                if (story == 3) {
                    dismiss(other(officer), decided.plus(Duration.ofDays(5)));
                }
            }
            default -> {
                issue(officer, decided.plus(Duration.ofHours(1)));
                if (story == 4) {
                    step("correct", yesterday, applicant, empty().put("statement", CORRECTION));
                } else {
                    revoke(yesterday);
                }
            }
        }
    }

    private void ask(Member officer, Instant at) {
        step("ask", at, officer, empty().put("message", "Please send a clearer picture of your document."));
    }

    private void refuse(Member officer, Instant at) {
        step("refuse", at, officer, empty().put("grounds", "document").put("reason", "The document has expired."));
    }

    private void dismiss(Member officer, Instant at) {
        step("dismiss-appeal", at, officer, empty().put("reason", "It had expired before."));
    }

    private void revoke(Instant at) {
        step("revoke", at, supervisor, empty().put("reason", "Made for another person of the same name."));
    }

    private static ObjectNode found(Member applicant) {
        return empty().put("candidates", 0)
                .put("unjudged", 0)
                .put("disclosed", 0)
                .put("district", applicant.district());
    }

    /** When an officer takes it: the same day if it is urgent, else mostly within three working days, sometimes too late. */
    private Instant taken(Instant paid, boolean urgent) {
        LocalDate day = LocalDate.ofInstant(paid, Country.ZONE);
        int wait = urgent ? (chance(85) ? 0 : 2) : chance(88) ? random.nextInt(3) : 3 + random.nextInt(4);
        Instant at = at(wait == 0 && calendar.isWorkingDay(day) ? day : calendar.after(day, Math.max(1, wait)), 8, 8);
        return at.isAfter(paid) ? at : paid.plus(Duration.ofMinutes(30));
    }

    private void decide(Member applicant, Instant begin) {
        Member officer = any(officers);
        step(PastCase.CLAIM, begin, officer);
        Instant at = begin.plus(Duration.ofMinutes(10 + random.nextInt(300)));
        if (chance(14)) {
            ask(officer, at);
            if (chance(12)) {
                step("no-reply", at.plus(LAPSES), null);
                return;
            }
            at = at.plus(Duration.ofHours(5 + random.nextInt(120)));
            step("reply", at, applicant, empty().put("answer", "Here it is, taken by daylight."));
            at = at(calendar.after(LocalDate.ofInstant(at, Country.ZONE), 1), 8, 7);
        }
        if (chance(6)) {
            refuse(officer, at);
            appeal(applicant, officer, at);
        } else {
            issue(officer, at);
            afterwards(applicant, officer, at);
        }
    }

    private void issue(Member officer, Instant at) {
        step("approve", at, officer);
        step("issued", at.plusSeconds(3 + random.nextInt(5)), null);
    }

    private void appeal(Member applicant, Member decided, Instant refused) {
        if (chance(50)) {
            return;
        }
        Instant at = refused.plus(Duration.ofDays(2 + random.nextInt(6)));
        step("appeal", at, applicant, empty().put("statement", APPEAL));
        Instant heard = at(calendar.after(LocalDate.ofInstant(at, Country.ZONE), 1 + random.nextInt(4)), 8, 8);
        Member other = other(decided);
        if (chance(50)) {
            dismiss(other, heard);
        } else {
            step("allow-appeal", heard, other, empty().put("reason", "It was valid on that day."));
            step(PastCase.CLAIM, heard.plus(Duration.ofHours(1)), other);
            issue(other, heard.plus(Duration.ofHours(2)));
        }
    }

    private void afterwards(Member applicant, Member decided, Instant issued) {
        Instant at = issued.plus(Duration.ofDays(1 + random.nextInt(9)));
        if (chance(5)) {
            step("correct", at, applicant, empty().put("statement", CORRECTION));
            Instant heard = at(calendar.after(LocalDate.ofInstant(at, Country.ZONE), 1 + random.nextInt(3)), 8, 8);
            step("not-corrected", heard, other(decided), empty().put("reason", "The register of people has no h."));
        } else if (chance(2)) {
            revoke(at);
        }
    }

    private Member other(Member than) {
        return officers.stream()
                .filter(officer -> !officer.person().equals(than.person()))
                .findFirst()
                .orElse(than);
    }

    private void step(String transition, Instant at, @Nullable Member actor) {
        step(transition, at, actor, empty());
    }

    /** What people typed is an input, what systems found are facts. */
    private void step(String transition, Instant at, @Nullable Member actor, ObjectNode said) {
        steps.add(new Step(
                transition,
                at,
                actor == null ? null : actor.person(),
                actor == null ? null : actor.name(),
                actor == null ? empty() : said,
                actor == null ? said : empty()));
    }

    private Instant at(LocalDate day, int from, int hours) {
        return day.atTime(LocalTime.of(from, 0))
                .plusSeconds(random.nextInt(hours * 3600))
                .atZone(Country.ZONE)
                .toInstant();
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }
}
