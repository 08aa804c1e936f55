package bz.ceiba.systems.border;

import bz.ceiba.TestSession;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A traveller at his phone, who fills in what he is asked. */
final class TestDeclarations {
    private static final String START = "/border/declare";

    private final TestSession phone;
    private final String base;

    /** How many pages he saw and how many fields he filled in. */
    int pages;

    int fields;

    private TestDeclarations(TestSession phone, String base) {
        this.phone = phone;
        this.base = base;
    }

    static TestDeclarations begin(TestSession phone) {
        String at = phone.location(phone.post(START, Map.of()));
        return new TestDeclarations(phone, at.substring(0, at.lastIndexOf('/')));
    }

    String path(String step) {
        return base + "/" + step;
    }

    String code() {
        return base.substring(base.lastIndexOf('/') + 1);
    }

    HttpResponse<String> get(String step) {
        return phone.get(path(step));
    }

    /** Answers a page; a date counts as one field. */
    HttpResponse<String> answer(String step, Map<String, String> typed) {
        pages++;
        fields += (int) typed.keySet().stream()
                .filter(name -> !name.endsWith(".month") && !name.endsWith(".year") && !name.equals("by"))
                .count();
        return phone.post(path(step), typed);
    }

    /** Where a right answer leads. */
    String next(HttpResponse<String> response) {
        String at = phone.location(response);
        return at.substring(at.lastIndexOf('/') + 1);
    }

    static Map<String, String> journey(String port, String carrier, LocalDate day, String party) {
        Map<String, String> typed = new LinkedHashMap<>();
        typed.put("direction", "arrival");
        typed.put("port", port);
        typed.put("travelDate.day", String.valueOf(day.getDayOfMonth()));
        typed.put("travelDate.month", String.valueOf(day.getMonthValue()));
        typed.put("travelDate.year", String.valueOf(day.getYear()));
        typed.put("carrier", carrier);
        typed.put("party", party);
        return typed;
    }

    static Map<String, String> stay() {
        return Map.of("purpose", "holiday", "nights", "7", "address", "Guest house, Hopkins");
    }

    /** A visitor by air with these passports and nothing to declare, up to the review. */
    static TestDeclarations visitor(TestSession phone, String carrier, LocalDate day, List<TravelDocument> passports) {
        TestDeclarations one = begin(phone);
        one.answer("journey", journey("pgia", carrier, day, passports.size() == 1 ? "person" : "family"));
        passports.forEach(passport -> one.answer("travellers", Map.of("zone", WrittenZone.of(passport))));
        one.answer("stay", stay());
        one.answer("goods", Map.of("goods", "false"));
        return one;
    }

    String send() {
        phone.post(path("send"), Map.of());
        String page = get("done").body();
        int at = page.indexOf("<b>BD-");
        return page.substring(at + 3, at + 3 + "BD-26-XXXXXX-X".length());
    }

    /** The text of the code that the last page shows. */
    String shown() {
        String page = get("done").body();
        int at = page.indexOf("BZ1:");
        return page.substring(at, page.indexOf('<', at)).replace("&amp;", "&").strip();
    }
}
