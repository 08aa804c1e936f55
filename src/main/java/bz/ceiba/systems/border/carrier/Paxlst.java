package bz.ceiba.systems.border.carrier;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a PAXLST message says, by the guidelines of WCO, IATA and ICAO on advance passenger information. A traveller of whom a segment is
 * broken is taken without what that said; one whose name is, is quarantined whole.
 */
final class Paxlst {
    private static final Set<String> TRAVELLERS = Set.of("FL", "FM", "DDT", "DDU");
    private static final Set<String> CREW = Set.of("FM", "DDT");

    private final Segment header;
    private final Set<Integer> broken;
    private final List<Fault> faults;
    private final List<Statement> statements = new ArrayList<>();
    private final Map<String, Statement> people = new HashMap<>();

    /** Of the voyage, and then of each traveller: what was said, by the standard's qualifiers. */
    private Map<String, String> said = new HashMap<>();

    private @Nullable List<Segment> traveller;
    private boolean document;
    private String place = "";

    private Paxlst(Segment header, Set<Integer> broken, List<Fault> faults) {
        this.header = header;
        this.broken = broken;
        this.faults = faults;
    }

    /** The message, unless so much is broken that nobody knows which voyage it is about: then all of it is quarantined. */
    static Optional<CarrierMessage> read(
            Segment header, List<Segment> segments, Set<Integer> broken, List<Fault> faults) {
        return new Paxlst(header, broken, faults).all(segments);
    }

    private Optional<CarrierMessage> all(List<Segment> segments) {
        Map<String, String> voyage = said;
        String count = "";
        Segment first = segments.isEmpty() ? null : segments.getFirst();
        for (Segment segment : segments) {
            boolean starts = segment.tag().equals("NAD") && TRAVELLERS.contains(segment.at(1, 1));
            // A name's segment that is broken so that its qualifier is gone begins somebody all the same.
            boolean unknown = segment.tag().equals("NAD") && voyage.containsKey("TDT") && !starts;
            if (starts
                    || unknown
                    || segment.tag().equals("CNT")
                    || segment.tag().equals("UNT")) {
                finish();
            }
            if (starts || unknown) {
                traveller = new ArrayList<>();
                said = new HashMap<>();
                document = false;
            }
            if (traveller != null) {
                traveller.add(segment);
            }
            if (segment.is("CNT", "42") || segment.is("CNT", "41")) {
                count = segment.at(1, 2);
                counted(segment, count);
            } else if (!broken.contains(segment.position())) {
                take(segment);
            }
        }
        finish();
        return message(voyage, first, segments);
    }

    private void counted(Segment segment, String count) {
        long lost = faults.stream()
                .filter(fault -> Set.of("no-name", "twice").contains(fault.code()))
                .count();
        if (!count.equals(String.valueOf(statements.size() + lost))) {
            faults.add(new Fault(segment.position(), "count", segment.raw(), true));
        }
    }

    private void take(Segment segment) {
        switch (segment.tag()) {
            case "UNH" -> {
                said.put("UNH", segment.at(1, 1));
                said.put("type", segment.at(2, 1));
                said.put("access", segment.at(3, 1));
                said.put("part", segment.at(4, 1));
                said.put("status", segment.at(4, 2));
            }
            case "BGM" -> {
                said.put("BGM", segment.at(1, 1));
                said.put("function", segment.at(2, 1));
            }
            case "TDT" -> said.putIfAbsent("TDT", segment.at(2, 1));
            case "NAD" -> {
                said.put("NAD", segment.at(1, 1));
                said.put("family", segment.at(4, 1));
                said.put("given", (segment.at(4, 2) + " " + segment.at(4, 3)).strip());
            }
            case "LOC" -> location(segment);
            case "DTM" -> date(segment);
            case "ATT" -> {
                if (segment.at(1, 1).equals("2")) {
                    said.put("sex", segment.at(3, 1));
                }
            }
            case "MEA" -> {
                if (segment.at(1, 1).equals("CT")) {
                    said.put("bags", segment.at(3, 2));
                }
            }
            case "NAT" -> said.put("nationality", segment.at(2, 1));
            case "RFF" -> said.put("RFF" + segment.at(1, 1), segment.at(1, 2));
            case "DOC" -> {
                document = !said.containsKey("document") || isVisa(text("documentType"));
                if (document) {
                    said.keySet().removeAll(Set.of("issuer", "expires"));
                    said.put("document", segment.at(2, 1));
                    said.put("documentType", segment.at(1, 1));
                }
            }
            default -> {
                // GEI, FTX, COM, EMP and what else may stand there says nothing that the list has.
            }
        }
    }

    /** The passport counts wherever the visa stands. */
    private static boolean isVisa(String type) {
        return type.startsWith("V");
    }

    private void location(Segment segment) {
        String qualifier = segment.at(1, 1);
        if (traveller == null) {
            place = qualifier;
            // The first of each: the border is crossed after the last foreign place and at the first one here.
            said.putIfAbsent("LOC" + qualifier, segment.at(2, 1));
        } else if (!qualifier.equals("91")) {
            said.put("LOC" + qualifier, segment.at(2, 1));
        } else if (document) {
            said.put("issuer", segment.at(2, 1));
        }
    }

    private void date(Segment segment) {
        String qualifier = segment.at(1, 1);
        String value = segment.at(1, 2);
        if (traveller == null) {
            Optional<Instant> at = instant(value);
            if (at.isEmpty()) {
                faults.add(Fault.lost(segment.position(), "date", segment.raw()));
                return;
            }
            if (qualifier.equals("189") && !place.equals("87")) {
                said.putIfAbsent("departs", at.get().toString());
            } else if (qualifier.equals("232")) {
                said.putIfAbsent("arrives", at.get().toString());
            }
            return;
        }
        Optional<String> day = day(value, qualifier.equals("329"));
        if (day.isEmpty()) {
            faults.add(Fault.lost(segment.position(), "date", segment.raw()));
        } else if (qualifier.equals("329")) {
            said.put("born", day.get());
        } else if (qualifier.equals("36") && document) {
            said.put("expires", day.get());
        }
    }

    private void finish() {
        List<Segment> whole = traveller;
        if (whole == null) {
            return;
        }
        traveller = null;
        if (text("family").isEmpty()
                && text("given").isEmpty()
                && text("RFFABO").isEmpty()) {
            lost(whole, "no-name");
            return;
        }
        Statement one = new Statement(
                text("RFFABO"),
                CREW.contains(text("NAD")),
                new Named(
                        text("family"),
                        text("given"),
                        text("born"),
                        text("sex").equals("U") ? "X" : text("sex"),
                        text("nationality"),
                        text("documentType"),
                        text("document").toUpperCase(java.util.Locale.ROOT),
                        text("issuer"),
                        text("expires"),
                        text("LOC178"),
                        text("LOC179"),
                        text("RFFSEA"),
                        text("RFFAVF"),
                        number(text("bags"), 0)));
        if (one.isAnother(people.putIfAbsent(one.key(), one))) {
            lost(whole, "twice");
            return;
        }
        statements.add(one);
    }

    private void lost(List<Segment> whole, String code) {
        whole.forEach(segment -> faults.add(
                Fault.lost(segment.position(), segment.equals(whole.getFirst()) ? code : "of-" + code, segment.raw())));
    }

    private String text(String name) {
        return said.getOrDefault(name, "");
    }

    private Optional<CarrierMessage> message(
            Map<String, String> voyage, @Nullable Segment first, List<Segment> segments) {
        Optional<Instant> sent = instant(header.at(4, 1) + header.at(4, 2));
        Optional<Function> function = function(voyage);
        String wrong = "";
        if (first != null && !first.isKeepable()) {
            wrong = "control-character";
        } else if (!"PAXLST".equals(voyage.get("type"))) {
            wrong = "not-paxlst";
        } else if (voyage.getOrDefault("TDT", "").isEmpty() || !voyage.containsKey("departs")) {
            wrong = "no-voyage";
        } else if (sent.isEmpty()) {
            wrong = "no-time";
        } else if (function.isEmpty()) {
            wrong = "no-function";
        }
        if (!wrong.isEmpty()) {
            String code = wrong;
            segments.forEach(segment -> faults.add(
                    Fault.lost(segment.position(), segment.equals(first) ? code : "of-message", segment.raw())));
            return Optional.empty();
        }
        String access = voyage.getOrDefault("access", "");
        int part = number(voyage.getOrDefault("part", ""), 1);
        return Optional.of(new CarrierMessage(
                access.isEmpty() ? header.at(5, 1) + "/" + voyage.get("UNH") : access,
                new Stamp(
                        sent.get(),
                        String.format(
                                java.util.Locale.ROOT, "%14s/%14s", header.at(5, 1), voyage.getOrDefault("UNH", ""))),
                voyage.getOrDefault("TDT", ""),
                voyage.getOrDefault("LOC125", ""),
                voyage.getOrDefault("LOC87", ""),
                Instant.parse(voyage.getOrDefault("departs", "")),
                voyage.containsKey("arrives") ? Instant.parse(voyage.getOrDefault("arrives", "")) : null,
                voyage.getOrDefault("BGM", "").equals("250"),
                function.get(),
                part,
                voyage.getOrDefault("status", "").equals("F")
                        || (voyage.getOrDefault("status", "").isEmpty() && part <= 1),
                statements));
    }

    /** By the document's name and, for changes and the closing of doors, its identifier. */
    private static Optional<Function> function(Map<String, String> voyage) {
        String name = voyage.getOrDefault("BGM", "");
        String code = voyage.getOrDefault("function", "");
        if (!Set.of("745", "250", "266", "336").contains(name)) {
            return Optional.empty();
        }
        return switch (code) {
            case "" -> name.equals("266") ? Optional.empty() : Optional.of(Function.FULL);
            case "CP", "CF" -> Optional.of(Function.CHANGE);
            case "XP", "RP" -> Optional.of(Function.CANCEL);
            case "CL", "CLOB" -> Optional.of(Function.ON_BOARD);
            case "CLNB" -> Optional.of(Function.NOT_ON_BOARD);
            case "XF" -> Optional.of(Function.NO_VOYAGE);
            default -> name.equals("266") ? Optional.empty() : Optional.of(Function.FULL);
        };
    }

    private static int number(String text, int otherwise) {
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : otherwise;
    }

    /** Formats 201 and 203: with or without the century, in UTC as the guidelines want it. */
    static Optional<Instant> instant(String value) {
        String digits = value.matches("\\d{10}") ? "20" + value : value;
        if (!digits.matches("\\d{12}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.of(
                            part(digits, 0, 4),
                            part(digits, 4, 6),
                            part(digits, 6, 8),
                            part(digits, 8, 10),
                            part(digits, 10, 12))
                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int part(String digits, int from, int to) {
        return Integer.parseInt(digits.substring(from, to));
    }

    /**
     * Formats 101, 102 and 602; zeros stand for a month or day that nobody knows.
     *
     * @param born whether it is a birth, which lies before the year in which this was sent
     */
    private Optional<String> day(String value, boolean born) {
        if (value.matches("\\d{4}")) {
            return Optional.of(value);
        }
        String digits = value;
        if (value.matches("\\d{6}")) {
            // The standard leaves the century open: a birth is of the last hundred years.
            int sent =
                    number(header.at(4, 1).replaceAll("^\\d{2}(?=\\d{6}$)", "").replaceAll("\\d{4}$", ""), 99);
            digits = (born && part(value, 0, 2) > sent ? "19" : "20") + value;
        }
        if (!digits.matches("\\d{8}")) {
            return Optional.empty();
        }
        String year = digits.substring(0, 4);
        String month = digits.substring(4, 6);
        String day = digits.substring(6, 8);
        try {
            if (month.equals("00")) {
                return Optional.of(year);
            }
            if (day.equals("00")) {
                return Optional.of(java.time.YearMonth.of(Integer.parseInt(year), Integer.parseInt(month))
                        .toString());
            }
            return Optional.of(LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day))
                    .toString());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
