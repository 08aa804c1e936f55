package bz.ceiba.platform.access;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reviews of who holds what: each appointment of an agency is confirmed or ended by somebody other than its holder, or it lapses. Where
 * nobody would be left who supervises the agency, nothing of its supervisors lapses: the review goes up the organogram.
 */
@Component
class ReviewStaff {
    /** How long before it is due one is reminded, in parts of the time there is. */
    private static final List<Double> REMINDERS = List.of(0.5, 0.15);

    private final Reviews reviews;
    private final Tenures tenures;
    private final AppointStaff appointing;
    private final StaffRules rules;
    private final StaffNotices notices;
    private final Audit audit;
    private final AccessSettings settings;
    private final Clock clock;

    ReviewStaff(
            Reviews reviews,
            Tenures tenures,
            AppointStaff appointing,
            StaffRules rules,
            StaffNotices notices,
            Audit audit,
            AccessSettings settings,
            Clock clock) {
        this.reviews = reviews;
        this.tenures = tenures;
        this.appointing = appointing;
        this.rules = rules;
        this.notices = notices;
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
    }

    /** The agencies whose review begins now. */
    List<String> due() {
        return reviews.due(settings.reviewEvery());
    }

    private Duration within() {
        return Duration.ofDays(settings.reviewWithin());
    }

    /** Begins an agency's review, unless one is open. */
    @Transactional
    public Optional<UUID> open(String agency) {
        tenures.lock(agency);
        Optional<UUID> opened = reviews.open(agency, clock.instant().plus(within()));
        opened.flatMap(reviews::find).ifPresent(review -> {
            record(AuditEvent.REVIEW_OPENED, review, Map.of("appointments", String.valueOf(review.open())));
            tell(review, "opened");
        });
        return opened;
    }

    /**
     * Tells who is to decide: the supervisors of the agency, and above it as well while the review is escalated or one of those is himself
     * the only one.
     */
    private void tell(Review review, String key) {
        List<Officers.Officer> own = rules.others(review.agency(), Role.SUPERVISOR, Set.of());
        List<Officers.Officer> above = review.level() > 0 || own.size() < 2 ? above(review) : List.of();
        for (List<Officers.Officer> group : List.of(own, above)) {
            group.forEach(officer -> notices.tell(
                    "access/review/" + review.id() + "/" + review.level() + "/" + key + "/"
                            + officer.person().digits(),
                    officer.person(),
                    "access.notice.review",
                    review.agency(),
                    "/access/staff/reviews/" + review.id(),
                    Map.of("due", day(review.dueAt()))));
        }
    }

    /** Those to whom it has come up; of the top agency its auditors. */
    private List<Officers.Officer> above(Review review) {
        List<String> ladder = rules.above(review.agency());
        if (ladder.isEmpty()) {
            return rules.others(review.agency(), Role.AUDITOR, Set.of());
        }
        int step = Math.min(Math.max(review.level(), 1), ladder.size());
        return rules.nearest(ladder.get(step - 1), Role.SUPERVISOR, Set.of());
    }

    private static String day(Instant at) {
        return LocalDate.ofInstant(at, Country.ZONE).toString();
    }

    /**
     * Confirms an appointment or ends it.
     *
     * @param reason why it ends
     * @throws Problem NOT_FOUND, FORBIDDEN for who may not review there and for one's own, CONFLICT when it was decided already,
     *     INVALID with {@code reason}
     */
    @Transactional
    public void decide(Actor by, UUID id, long appointment, boolean confirm, String reason) {
        Review review = reviews.find(id).orElseThrow(ReviewStaff::none);
        rules.require(by, review.agency(), Say::reviews);
        tenures.lock(review.agency());
        Tenure tenure = reviews.items(id).stream()
                .map(Review.Item::tenure)
                .filter(one -> one.id() == appointment)
                .findFirst()
                .orElseThrow(ReviewStaff::none);
        if (tenure.person().equals(by.person())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.own-post");
        }
        String why = reason.strip();
        if (!confirm && (why.isEmpty() || why.length() > AppointStaff.LONGEST_REASON)) {
            throw AppointStaff.invalid("reason-" + appointment, "access.staff.reason.wrong");
        }
        boolean taken = !tenure.isOver(tenures.today())
                && reviews.decide(id, appointment, confirm ? "CONFIRMED" : "ENDED", by)
                && (confirm || appointing.endAndTell(tenure, by, why));
        if (!taken) {
            throw new Problem(Problem.Kind.CONFLICT, "access.problem.reviewed");
        }
        audit.record(by.doesFor(
                review.agency(),
                AuditEvent.REVIEW_DECIDED,
                tenure.person(),
                null,
                null,
                detail(review, Map.of("role", tenure.role().name(), "decision", confirm ? "confirmed" : "ended"))));
        reviews.closeIfDone(id);
    }

    private static Problem none() {
        return new Problem(Problem.Kind.NOT_FOUND, "access.problem.no-review");
    }

    /** What time does to an open review: reminders, and once it is due, what lapses and what goes up. */
    @Transactional
    public void progress(UUID id) {
        String agency = reviews.find(id).orElseThrow().agency();
        tenures.lock(agency);
        Review review = reviews.find(id).orElseThrow();
        if (review.closedAt() != null) {
            return;
        }
        List<Tenure> undecided = reviews.items(id).stream()
                .filter(item -> item.decision() == null)
                .map(Review.Item::tenure)
                .toList();
        undecided.stream()
                .filter(tenure -> tenure.isOver(tenures.today()))
                .forEach(tenure -> reviews.decide(id, tenure.id(), "OVER", null));
        if (clock.instant().isBefore(review.dueAt())) {
            remind(review);
        } else {
            lapse(
                    review,
                    undecided.stream()
                            .filter(tenure -> !tenure.isOver(tenures.today()))
                            .toList());
        }
        reviews.closeIfDone(id);
    }

    private void remind(Review review) {
        int due = (int) REMINDERS.stream()
                .filter(part ->
                        !clock.instant().isBefore(review.dueAt().minusMillis((long) (within().toMillis() * part))))
                .count();
        if (due > review.reminded()) {
            reviews.reminded(review.id(), due);
            tell(review, "reminder-" + due);
        }
    }

    private void lapse(Review review, List<Tenure> undecided) {
        Set<String> supervisors = Set.copyOf(undecided.stream()
                .filter(tenure -> tenure.role() == Role.SUPERVISOR)
                .map(tenure -> tenure.person().digits())
                .toList());
        boolean somebodyStays =
                !rules.others(review.agency(), Role.SUPERVISOR, supervisors).isEmpty();
        List<Tenure> lapsing = undecided.stream()
                .filter(tenure -> somebodyStays || tenure.role() != Role.SUPERVISOR)
                .toList();
        for (Tenure tenure : lapsing) {
            reviews.decide(review.id(), tenure.id(), "LAPSED", null);
            appointing.endAndTell(tenure, null, "access.reason.lapsed");
        }
        if (lapsing.size() < undecided.size()) {
            reviews.escalate(review.id(), clock.instant().plus(within()));
            Review escalated = reviews.find(review.id()).orElseThrow();
            record(AuditEvent.REVIEW_ESCALATED, escalated, Map.of("level", String.valueOf(escalated.level())));
            tell(escalated, "escalated");
        }
    }

    private void record(AuditEvent event, Review review, Map<String, String> more) {
        audit.record(new AuditEntry(
                event, AuditEntry.SYSTEM, null, review.agency(), null, null, null, detail(review, more)));
    }

    private static Map<String, String> detail(Review review, Map<String, String> more) {
        Map<String, String> detail = new HashMap<>(more);
        detail.put("review", review.id().toString());
        return detail;
    }
}
