package bz.ceiba.systems.border;

import bz.ceiba.platform.cases.FieldView;
import bz.ceiba.platform.kernel.LocalizedText;
import java.util.List;
import java.util.Map;

/**
 * A declaration as one agency's officer sees it: what both need and his agency's part.
 *
 * @param sections what was said
 * @param joint what the other agency's part is by agreement, by the last word of its message key
 * @param travellers at most some hundred at once
 */
public record DeskView(
        Declaration declaration,
        LocalizedText port,
        List<Section> sections,
        Map<String, String> joint,
        List<DeskTraveller> travellers) {
    /** Answers that were given on one page. */
    public record Section(LocalizedText title, List<FieldView> fields) {
        public Section {
            fields = List.copyOf(fields);
        }
    }

    /** All answers, without their titles. */
    List<FieldView> answers() {
        return sections.stream().flatMap(one -> one.fields().stream()).toList();
    }
}
