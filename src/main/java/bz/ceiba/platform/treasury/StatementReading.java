package bz.ceiba.platform.treasury;

import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.treasury.BankStatement.BankLine;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * Makes statements of the tree of a camt.053 message. Only booked entries count. An entry with several transactions becomes a
 * line for each if all have amounts; else it stays one line with the references of all.
 */
final class StatementReading {
    private static final int MOST_LINES = 20_000;
    private static final int MOST_REFERENCES = 400;
    private static final int LONGEST_TEXT = 500;

    /** More than there is; as many lines of it as there may be add up to what 64 bits hold. */
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000_000L);

    private static final List<String> REFERENCES =
            List.of("EndToEndId", "InstrId", "TxId", "PmtInfId", "ClrSysRef", "MndtId");
    private static final int DATE = 10;

    private StatementReading() {}

    /**
     * @throws Problem INVALID with the element that is wrong or the figures that do not agree
     */
    static List<BankStatement> read(byte[] file) {
        List<BankStatement> statements = new ArrayList<>();
        int number = 0;
        for (Element statement : all(Camt053.read(file), "Stmt")) {
            number++;
            statements.add(statement(statement, "Stmt " + number));
        }
        if (statements.isEmpty()) {
            throw wrong("Stmt");
        }
        return statements;
    }

    private static Problem wrong(String where) {
        return new Problem(Problem.Kind.INVALID, "treasury.problem.element", Map.of("where", where));
    }

    private static BankStatement statement(Element statement, String where) {
        Optional<Money> opening = Optional.empty();
        Optional<Money> closing = Optional.empty();
        LocalDate day = null;
        for (Element balance : all(statement, "Bal")) {
            String code = text(balance, "Tp", "CdOrPrtry", "Cd").orElse("");
            String at = where + ", Bal " + code;
            if (code.equals("OPBD") || (code.equals("PRCD") && opening.isEmpty())) {
                opening = Optional.of(signed(balance, at));
            } else if (code.equals("CLBD")) {
                closing = Optional.of(signed(balance, at));
                day = date(balance, "Dt").orElseThrow(() -> wrong(at + ", Dt"));
            }
        }
        List<BankLine> lines = lines(statement, where);
        Money opened = opening.orElseThrow(() -> wrong(where + ", Bal OPBD"));
        Money closed = closing.orElseThrow(() -> wrong(where + ", Bal CLBD"));
        Money sum = lines.stream().map(BankLine::amount).reduce(opened, Money::plus);
        if (!sum.equals(closed) || day == null) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "treasury.problem.balance",
                    Map.of("where", where, "sum", sum.toString(), "closing", closed.toString()));
        }
        return new BankStatement(
                text(statement, "Acct", "Id", "IBAN")
                        .or(() -> text(statement, "Acct", "Id", "Othr", "Id"))
                        .map(TreasurySettings::plain)
                        .orElseThrow(() -> wrong(where + ", Acct/Id")),
                text(statement, "Id")
                        .filter(number -> number.length() <= LONGEST_TEXT)
                        .orElseThrow(() -> wrong(where + ", Id")),
                sequence(statement, where),
                day,
                opened,
                closed,
                lines);
    }

    private static @Nullable Long sequence(Element statement, String where) {
        Optional<String> sequence = text(statement, "ElctrncSeqNb").or(() -> text(statement, "LglSeqNb"));
        try {
            return sequence.map(Long::valueOf).orElse(null);
        } catch (NumberFormatException e) {
            throw wrong(where + ", ElctrncSeqNb");
        }
    }

    private static List<BankLine> lines(Element statement, String where) {
        List<BankLine> lines = new ArrayList<>();
        int number = 0;
        for (Element entry : all(statement, "Ntry")) {
            number++;
            String status =
                    text(entry, "Sts", "Cd").or(() -> text(entry, "Sts")).orElse("");
            if (status.equals("BOOK")) {
                lines.addAll(entry(entry, where + ", Ntry " + number));
            } else if (!status.equals("PDNG") && !status.equals("INFO") && !status.equals("FUTR")) {
                throw wrong(where + ", Ntry " + number + ", Sts");
            }
            if (lines.size() > MOST_LINES) {
                throw new Problem(Problem.Kind.TOO_LARGE, "treasury.problem.too-large");
            }
        }
        return lines.stream().filter(line -> !line.amount().isZero()).toList();
    }

    private static List<BankLine> entry(Element entry, String where) {
        Money amount = signed(entry, where);
        LocalDate booked =
                date(entry, "BookgDt").or(() -> date(entry, "ValDt")).orElseThrow(() -> wrong(where + ", BookgDt"));
        List<Element> details = all(entry, "NtryDtls").stream()
                .flatMap(d -> all(d, "TxDtls").stream())
                .toList();
        Part whole = new Part(details, amount, bankReference(entry, details), true);
        List<Part> parts = parts(entry, details, where);
        // Transactions that were charged under way do not add up to their entry: then only the entry is sure.
        if (!parts.stream().map(Part::amount).reduce(Money.ZERO, Money::plus).equals(amount)) {
            return List.of(line(entry, whole, booked, where));
        }
        List<BankLine> lines = new ArrayList<>();
        for (Part part : parts) {
            lines.add(line(entry, part, booked, where + ", TxDtls " + (lines.size() + 1)));
        }
        return lines;
    }

    /** One for each of several transactions, if all have amounts; else none. */
    private static List<Part> parts(Element entry, List<Element> details, String where) {
        if (details.size() < 2
                || details.stream().anyMatch(detail -> amountOf(detail).isEmpty())) {
            return List.of();
        }
        List<String> own = details.stream()
                .map(detail -> text(detail, "Refs", "AcctSvcrRef").orElse(""))
                .toList();
        Map<String, Long> times =
                own.stream().collect(Collectors.groupingBy(reference -> reference, Collectors.counting()));
        List<Part> parts = new ArrayList<>();
        for (Element detail : details) {
            int number = parts.size() + 1;
            Money size = cents(amountOf(detail).orElseThrow(), where + ", TxDtls " + number);
            boolean credit = text(detail, "CdtDbtInd")
                    .or(() -> text(entry, "CdtDbtInd"))
                    .orElse("")
                    .equals("CRDT");
            String reference = own.get(number - 1);
            // Many banks give all transactions of an entry the same one: those are told apart by their place.
            boolean shared = times.getOrDefault(reference, 0L) > 1;
            parts.add(new Part(
                    List.of(detail),
                    credit ? size : size.negated(),
                    reference.isEmpty() ? null : shared ? reference + "/" + number : reference,
                    false));
        }
        return parts;
    }

    /**
     * What of an entry becomes a line.
     *
     * @param bankReference by which the same movement is known again, or null
     * @param whole whether it is all of the entry
     */
    private record Part(
            List<Element> details, Money amount, @Nullable String bankReference, boolean whole) {}

    private static @Nullable String bankReference(Element entry, List<Element> details) {
        return details.stream()
                .flatMap(detail -> text(detail, "Refs", "AcctSvcrRef").stream())
                .findFirst()
                .or(() -> details.size() < 2 ? text(entry, "AcctSvcrRef") : Optional.empty())
                .orElse(null);
    }

    /** In the account's own currency; what was instructed in another one has its counter value beside it. */
    private static Optional<Element> amountOf(Element detail) {
        return Stream.of(
                        at(detail, "Amt"),
                        at(detail, "AmtDtls", "TxAmt", "Amt"),
                        at(detail, "AmtDtls", "CntrValAmt", "Amt"))
                .flatMap(Optional::stream)
                .filter(StatementReading::isOurs)
                .findFirst();
    }

    private static boolean isOurs(Element amount) {
        return Money.CURRENCY.equals(amount.getAttribute("Ccy"));
    }

    private static BankLine line(Element entry, Part part, LocalDate booked, String where) {
        Set<String> references = new LinkedHashSet<>();
        Money charges = Money.ZERO;
        List<String> info = new ArrayList<>();
        Optional<String> party = Optional.empty();
        for (Element detail : part.details()) {
            for (String name : REFERENCES) {
                text(detail, "Refs", name).ifPresent(references::add);
            }
            for (Element remittance : all(detail, "RmtInf")) {
                all(remittance, "Ustrd").forEach(words -> info.add(words.getTextContent()));
                for (Element structured : all(remittance, "Strd")) {
                    text(structured, "CdtrRefInf", "Ref").ifPresent(references::add);
                    all(structured, "RfrdDocInf").forEach(d -> text(d, "Nb").ifPresent(references::add));
                }
            }
            charges = charges.plus(charges(detail, where));
            String side = part.amount().isPositive() ? "Dbtr" : "Cdtr";
            party = party.or(() -> text(detail, "RltdPties", side, "Pty", "Nm"))
                    .or(() -> text(detail, "RltdPties", side, "Nm"));
        }
        if (!part.whole()) {
            // By the bank's own reference another line may reverse this one.
            text(part.details().getFirst(), "Refs", "AcctSvcrRef")
                    .filter(plain -> !plain.equals(part.bankReference()))
                    .ifPresent(references::add);
        } else if (charges.isZero()) {
            charges = charges(entry, where);
        }
        text(entry, "AddtlNtryInf").ifPresent(info::add);
        info.stream().flatMap(words -> Stream.of(words.split("[\\s,;]+"))).forEach(references::add);
        boolean reversal = text(entry, "RvslInd")
                .map(flag -> flag.equals("true") || flag.equals("1"))
                .orElse(false);
        return new BankLine(
                part.amount(),
                charges,
                booked,
                Optional.ofNullable(part.bankReference())
                        .filter(reference -> reference.length() <= LONGEST_TEXT)
                        .orElse(null),
                references.stream()
                        .map(String::strip)
                        .filter(r -> !r.isEmpty() && !r.equals("NOTPROVIDED") && r.length() <= LONGEST_TEXT)
                        .limit(MOST_REFERENCES)
                        .toList(),
                party.map(StatementReading::shortened).orElse(null),
                info.isEmpty() ? null : shortened(String.join(" ", info)),
                reversal);
    }

    /**
     * In versions before 04 the amounts stand in Chrgs itself, later in its records. What another bank charged in another
     * currency was not taken from our money.
     */
    private static Money charges(Element of, String where) {
        Money sum = Money.ZERO;
        for (Element charges : all(of, "Chrgs")) {
            List<Element> records = all(charges, "Rcrd");
            for (Element one : records.isEmpty() ? List.of(charges) : records) {
                Optional<Element> amount = at(one, "Amt").filter(StatementReading::isOurs);
                if (amount.isPresent() && !text(one, "CdtDbtInd").orElse("DBIT").equals("CRDT")) {
                    sum = sum.plus(cents(amount.get(), where + ", Chrgs"));
                }
            }
        }
        return sum;
    }

    private static Money signed(Element of, String where) {
        Money amount = cents(at(of, "Amt").orElseThrow(() -> wrong(where + ", Amt")), where);
        return switch (text(of, "CdtDbtInd").orElse("")) {
            case "CRDT" -> amount;
            case "DBIT" -> amount.negated();
            default -> throw wrong(where + ", CdtDbtInd");
        };
    }

    private static Money cents(Element amount, String where) {
        if (!isOurs(amount)) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "treasury.problem.currency",
                    Map.of("where", where, "currency", shortened(amount.getAttribute("Ccy"))));
        }
        try {
            BigDecimal value = new BigDecimal(amount.getTextContent().strip());
            if (value.signum() < 0 || value.compareTo(MOST) > 0) {
                throw wrong(where + ", Amt");
            }
            return Money.ofCents(value.movePointRight(2).longValueExact());
        } catch (NumberFormatException | ArithmeticException e) {
            throw wrong(where + ", Amt");
        }
    }

    private static Optional<LocalDate> date(Element of, String name) {
        return text(of, name, "Dt")
                .or(() -> text(of, name, "DtTm"))
                .filter(written -> written.length() >= DATE)
                .flatMap(written -> {
                    try {
                        return Optional.of(LocalDate.parse(written.substring(0, DATE)));
                    } catch (DateTimeException e) {
                        return Optional.empty();
                    }
                });
    }

    private static String shortened(String text) {
        String plain = text.strip().replaceAll("\\s+", " ");
        return plain.substring(0, Math.min(LONGEST_TEXT, plain.length()));
    }

    private static List<Element> all(Element of, String name) {
        List<Element> found = new ArrayList<>();
        for (var child = of.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element && name.equals(element.getLocalName())) {
                found.add(element);
            }
        }
        return found;
    }

    private static Optional<Element> at(Element of, String... path) {
        Optional<Element> at = Optional.of(of);
        for (String name : path) {
            at = at.flatMap(element -> all(element, name).stream().findFirst());
        }
        return at;
    }

    private static Optional<String> text(Element of, String... path) {
        return at(of, path).map(element -> element.getTextContent().strip()).filter(text -> !text.isEmpty());
    }
}
