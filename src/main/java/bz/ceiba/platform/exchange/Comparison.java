package bz.ceiba.platform.exchange;

import bz.ceiba.platform.exchange.Agreements.Field;
import bz.ceiba.platform.exchange.Agreements.Service;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.web.Page;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a version of an agreement says otherwise than another one, in the reader's words. */
public final class Comparison {
    /** One thing that differs. */
    public record Change(String what, String before, String after) {}

    private Comparison() {}

    /** In the order in which an agreement is read; empty when they say the same. */
    public static List<Change> between(Page page, Agreements agreements, Agreement before, Agreement after) {
        List<Change> changes = new ArrayList<>();
        add(page, changes, "name", before, after, one -> page.t(one.title()));
        add(page, changes, "ground", before, after, one -> page.t(one.ground()));
        add(
                page,
                changes,
                "basis",
                before,
                after,
                one -> page.t("exchange.basis." + one.basis().id()));
        add(page, changes, "standing", before, after, one -> text(page, one.standing()));
        add(page, changes, "from", before, after, one -> page.date(one.from()));
        add(page, changes, "to", before, after, one -> day(page, one.to()));
        add(page, changes, "kept", before, after, one -> page.many("exchange.agreements.days", one.retentionDays()));
        add(page, changes, "volume", before, after, one -> page.many("exchange.agreements.a-day", one.volume()));
        TreeSet<String> purposes = new TreeSet<>(before.grants().keySet());
        purposes.addAll(after.grants().keySet());
        Service service = agreements.service(after.service()).orElseThrow();
        for (String purpose : purposes) {
            String was = fields(page, service, before.grants().getOrDefault(purpose, List.of()));
            String is = fields(page, service, after.grants().getOrDefault(purpose, List.of()));
            if (!was.equals(is)) {
                changes.add(new Change(
                        agreements
                                .purpose(purpose)
                                .map(one -> page.t(one.title()))
                                .orElse(purpose),
                        was,
                        is));
            }
        }
        return changes;
    }

    private static void add(
            Page page,
            List<Change> changes,
            String key,
            Agreement before,
            Agreement after,
            Function<Agreement, String> words) {
        String was = words.apply(before);
        String is = words.apply(after);
        if (!was.equals(is)) {
            changes.add(new Change(page.t("exchange.agreements." + key), was, is));
        }
    }

    private static String text(Page page, @Nullable LocalizedText text) {
        return text == null ? page.t("exchange.agreements.none") : page.t(text);
    }

    private static String day(Page page, @Nullable LocalDate day) {
        return day == null ? page.t("exchange.agreements.open-ended") : page.date(day);
    }

    private static String fields(Page page, Service service, List<String> pointers) {
        return pointers.isEmpty()
                ? page.t("exchange.agreements.none")
                : String.join(
                        ", ",
                        pointers.stream()
                                .map(pointer -> service.field(pointer)
                                        .map(Field::title)
                                        .map(page::t)
                                        .orElse(pointer))
                                .toList());
    }
}
