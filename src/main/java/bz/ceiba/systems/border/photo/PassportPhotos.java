package bz.ceiba.systems.border.photo;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.systems.border.MachineReadableZone.Reading;
import java.time.Clock;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the lines of a passport off a photograph of its page, for the traveller to check; nothing of the picture is kept or written anywhere. */
@Component
public class PassportPhotos {
    private static final int EVEN_RADIUS = 28;

    /** At which letters have the size that the reader knows best. */
    private static final int LONGEST_SIDE = 1_500;

    private static final int LONGEST_WAIT_SECONDS = 8;

    private final TextProgram program;
    private final PhotoSettings settings;
    private final Semaphore places;
    private final Clock clock;

    PassportPhotos(TextProgram program, PhotoSettings settings, Clock clock) {
        this.program = program;
        this.settings = settings;
        this.places = new Semaphore(settings.atOnce(), true);
        this.clock = clock;
    }

    /** Why there are no lines, or that there are. */
    public enum Outcome {
        READ,
        /** It has more bytes than are taken. */
        TOO_LARGE,
        /** It is no JPEG or PNG, or one with too few or too many pixels. */
        NO_PICTURE,
        /** Nothing on it looks like the lines of a passport. */
        NO_ZONE,
        /** So many are being read that this one was not. */
        BUSY,
        FAILED
    }

    /**
     * What came of a photograph.
     *
     * @param zone the lines, as typed; empty when there are none
     * @param reading what they say, or where they are wrong; null when there are none
     */
    public record Answer(
            Outcome outcome, String zone, @Nullable Reading reading) {
        public static Answer tooLarge() {
            return none(Outcome.TOO_LARGE);
        }

        static Answer none(Outcome outcome) {
            return new Answer(outcome, "", null);
        }
    }

    /** Whether photographs can be read here. */
    public boolean areRead() {
        return program.isThere();
    }

    /** How many bytes a photograph may have. */
    public long largest() {
        return settings.largest().toBytes();
    }

    public Answer read(byte[] bytes) {
        if (bytes.length > largest()) {
            return Answer.tooLarge();
        }
        try {
            if (!places.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                return Answer.none(Outcome.BUSY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.none(Outcome.BUSY);
        }
        try {
            // Its pixels too are in memory only while there is a place.
            return Photograph.open(bytes).map(this::read).orElseGet(() -> Answer.none(Outcome.NO_PICTURE));
        } finally {
            places.release();
        }
    }

    private Answer read(Grey photograph) {
        Grey level = photograph
                .turned(Lines.slope(photograph))
                .shrunk(LONGEST_SIDE)
                .smoothed()
                .evened(EVEN_RADIUS);
        Optional<String> boxes = program.read(level);
        if (boxes.isEmpty()) {
            return Answer.none(Outcome.FAILED);
        }
        Optional<ZoneText.Found> found = find(boxes.get());
        if (found.filter(ZoneText.Found::isRight).isEmpty()) {
            // Level lines may stand on their head.
            found = Stream.concat(found.stream(), program.read(level.turned(180)).flatMap(this::find).stream())
                    .min(Comparator.comparingInt(ZoneText.Found::faults));
        }
        return found.map(one -> new Answer(Outcome.READ, one.zone(), one.reading()))
                .orElseGet(() -> Answer.none(Outcome.NO_ZONE));
    }

    private Optional<ZoneText.Found> find(String boxes) {
        return ZoneText.find(PrintedLines.read(boxes), Country.today(clock));
    }
}
