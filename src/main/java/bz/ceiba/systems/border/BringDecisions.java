package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.documents.Device;
import bz.ceiba.platform.documents.DeviceStatement;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.systems.border.BroughtDecision.Flag;
import bz.ceiba.systems.border.BroughtDecision.Reason;
import bz.ceiba.systems.border.DecideTraveller.Wanted;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes what officers decided while their devices had no network: in any order, as often as it is sent, each once. What can't count as it is kept,
 * for a person to look at both sides.
 */
@Component
class BringDecisions {
    /** As far may a clock be wrong before it is said. */
    static final Duration ODD = Duration.ofMinutes(5);

    /** A decision that came while a snapshot was being made may be missing from it. */
    private static final Duration MAKING = Duration.ofMinutes(1);

    private static final LocalDate FIRST = LocalDate.of(2000, 1, 1);
    private static final LocalDate LAST = LocalDate.of(2200, 1, 1);
    private static final Instant FIRST_INSTANT =
            FIRST.atStartOfDay(Country.ZONE).toInstant();
    private static final Instant LAST_INSTANT = LAST.atStartOfDay(Country.ZONE).toInstant();
    private static final int LONGEST_KEY = 64;

    private final DeskDevices devices;
    private final BroughtDecisions brought;
    private final Declarations declarations;
    private final Decisions decisions;
    private final DecideTraveller decide;
    private final JsonMapper json;
    private final Clock clock;

    BringDecisions(
            DeskDevices devices,
            BroughtDecisions brought,
            Declarations declarations,
            Decisions decisions,
            DecideTraveller decide,
            JsonMapper json,
            Clock clock) {
        this.devices = devices;
        this.brought = brought;
        this.declarations = declarations;
        this.decisions = decisions;
        this.decide = decide;
        this.json = json;
        this.clock = clock;
    }

    /**
     * What became of one.
     *
     * @param kept whether we have it, so that the device may forget it; not when the device did not sign it, or it is another officer's
     * @param counts whether it counts
     * @param reason why not, or null
     * @param version of the declaration now; 0 when there is none
     */
    record Taken(
            String key,
            String number,
            boolean kept,
            boolean counts,
            @Nullable Reason reason,
            List<Flag> flags,
            int version,
            boolean withdrawn) {
        static Taken refused() {
            return new Taken("", "", false, false, null, List.of(), 0, false);
        }
    }

    /** @param behind how far the device's clock is behind ours */
    @Transactional
    public Taken take(Actor officer, Part part, String signed, Duration behind) {
        Optional<DeviceStatement> statement = DeviceStatement.parse(signed);
        Optional<Device> device = statement
                .flatMap(DeviceStatement::device)
                .flatMap(devices::find)
                .filter(one -> one.officer().equals(officer.number()))
                .filter(one -> one.agency().equals(part.agency()))
                .filter(one -> statement.get().isSignedBy(one.signKey()));
        Optional<OfflineDecision> says = statement.flatMap(one -> one.says(json, OfflineDecision.class));
        String key = says.map(OfflineDecision::key).orElse("");
        boolean good =
                !key.isEmpty() && key.length() <= LONGEST_KEY && key.chars().noneMatch(Character::isISOControl);
        if (device.isEmpty() || says.isEmpty() || !good) {
            return Taken.refused();
        }
        devices.lock(device.get());
        Optional<Declaration> declaration = Optional.ofNullable(says.get().number())
                .flatMap(CaseNumber::parse)
                .flatMap(number -> declarations.locked(number.text()));
        byte[] digest = Sha256.of(signed);
        Optional<BroughtDecision> before = brought.find(device.get().id(), digest);
        if (before.isEmpty()) {
            add(officer, part, device.get(), signed, digest, sound(says.get()), declaration.orElse(null), behind);
            before = brought.find(device.get().id(), digest);
        }
        return taken(before.orElseThrow(), declaration.orElse(null));
    }

    private static Taken taken(BroughtDecision one, @Nullable Declaration declaration) {
        return new Taken(
                one.key(),
                one.number(),
                true,
                one.reason() == null,
                one.reason(),
                one.flags(),
                declaration == null ? 0 : declaration.version(),
                declaration != null && declaration.isWithdrawn());
    }

    /** Without days and times that no calendar of ours has. */
    private static OfflineDecision sound(OfflineDecision says) {
        LocalDate until = says.until();
        boolean known = until != null && until.isAfter(FIRST) && until.isBefore(LAST);
        String words = says.words() == null
                ? ""
                : says.words().replaceAll("\\p{Cntrl}+", " ").strip();
        return new OfflineDecision(
                says.key(),
                says.number(),
                says.version(),
                says.position(),
                says.outcome(),
                known ? until : null,
                words,
                says.rights(),
                says.decidedAt(),
                known(says.snapshot()));
    }

    private void add(
            Actor officer,
            Part part,
            Device device,
            String signed,
            byte[] digest,
            OfflineDecision says,
            @Nullable Declaration declaration,
            Duration behind) {
        Instant now = clock.instant();
        Instant told = known(says.decidedAt());
        Instant at = told == null ? now : told;
        List<Flag> flags = flags(device, says, told, behind);
        Wanted wanted = wanted(device, part, says, declaration, at);
        Reason reason = reason(officer, part, device, says, declaration, wanted);
        if (reason == null && wanted != null) {
            decide.decide(wanted, part, officer);
        }
        brought.add(device, signed, digest, says, at, flags, reason);
    }

    private static @Nullable Instant known(@Nullable Instant told) {
        boolean known = told != null && told.isAfter(FIRST_INSTANT) && told.isBefore(LAST_INSTANT);
        return known ? told : null;
    }

    private List<Flag> flags(Device device, OfflineDecision says, @Nullable Instant at, Duration behind) {
        List<Flag> flags = new ArrayList<>();
        if (at == null || behind.abs().compareTo(ODD) > 0) {
            flags.add(Flag.CLOCK);
        }
        if (at == null) {
            return flags;
        }
        Instant made = says.snapshot();
        if (at.isAfter(clock.instant().plus(ODD))) {
            flags.add(Flag.FUTURE);
        }
        if (at.isBefore(device.enrolledAt().minus(ODD)) || (made != null && at.isBefore(made.minus(ODD)))) {
            flags.add(Flag.BEFORE);
        }
        if (made == null || at.isAfter(made.plus(DeskSnapshots.LIFE).plus(ODD))) {
            flags.add(Flag.AFTER);
        }
        return flags;
    }

    private @Nullable Wanted wanted(
            Device device, Part part, OfflineDecision says, @Nullable Declaration declaration, Instant at) {
        Outcome outcome = says.outcome();
        String words = says.words();
        if (declaration == null || outcome == null || words == null || words.length() > DeskController.LONGEST_WORDS) {
            return null;
        }
        return new Wanted(
                declaration.number(),
                says.version(),
                says.position(),
                outcome,
                part != Part.IMMIGRATION || decide.isVisitor(declaration, says.position()),
                outcome == Outcome.ADMIT ? says.until() : null,
                words,
                says.rights(),
                // No key of the desk's own pages has a slash.
                device.id() + "/" + says.key(),
                at);
    }

    /** Why it can't count, or null. */
    private @Nullable Reason reason(
            Actor officer,
            Part part,
            Device device,
            OfflineDecision says,
            @Nullable Declaration declaration,
            @Nullable Wanted wanted) {
        if (brought.isKeyUsed(device.id(), String.valueOf(says.key()))) {
            return Reason.SAME_KEY;
        }
        if (declaration == null) {
            return Reason.NO_DECLARATION;
        }
        if (!device.isGood(clock.instant())) {
            return Reason.DEVICE;
        }
        if (officer.number().equals(declaration.person())) {
            return Reason.OWN;
        }
        if (declaration.isWithdrawn()) {
            return Reason.WITHDRAWN;
        }
        if (declaration.version() != says.version()) {
            return Reason.AMENDED;
        }
        if (wanted == null || !decide.isComplete(wanted, part, declaration)) {
            return Reason.INCOMPLETE;
        }
        Instant made = says.snapshot();
        return decisions
                .byOthers(
                        declaration.number(),
                        says.position(),
                        part,
                        officer.number(),
                        made == null ? Instant.EPOCH : made.minus(MAKING))
                .filter(other -> other.outcome() != wanted.outcome() || !Objects.equals(other.until(), wanted.until()))
                .map(other -> Reason.DIFFERS)
                .orElse(null);
    }
}
