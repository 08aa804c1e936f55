package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.documents.IssuedDocument;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.border.Duty.Article;
import bz.ceiba.systems.border.Duty.Assessment;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Customs assesses the duty on what a traveller brings: first what it would be, then it is saved and billed. */
@Controller
class DutyController {
    private static final int ROWS = 4;
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,4})?");

    private final Desk desk;
    private final Declarations declarations;
    private final AssessDuty assess;
    private final Registered registered;
    private final Decisions decisions;
    private final SeizureReceipts seizures;
    private final BorderRules rules;
    private final Questions questions;
    private final Messages messages;

    DutyController(
            Desk desk,
            Declarations declarations,
            AssessDuty assess,
            Registered registered,
            Decisions decisions,
            SeizureReceipts seizures,
            BorderRules rules,
            Questions questions,
            Messages messages) {
        this.desk = desk;
        this.declarations = declarations;
        this.assess = assess;
        this.registered = registered;
        this.decisions = decisions;
        this.seizures = seizures;
        this.rules = rules;
        this.questions = questions;
        this.messages = messages;
    }

    private Declaration open(String number, Actor actor) {
        if (DeskController.part(actor) != Part.CUSTOMS) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.role");
        }
        Declaration declaration = declarations
                .find(number)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "border.problem.no-declaration"));
        desk.looked(actor, Part.CUSTOMS, declaration, "duty");
        return declaration;
    }

    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.DECLARATION_READ)
    @GetMapping(DeskController.PATH + "/{number}/duty")
    Html duty(@PathVariable String number, @RequestParam(defaultValue = "") String done, Actor actor) {
        return page(open(number, actor), Map.of("key", UUID.randomUUID().toString()), Map.of())
                .with("done", Done.known(done));
    }

    private Html page(Declaration declaration, Map<String, String> values, Map<String, String> errors) {
        return Html.of("border/desk-duty")
                .with("declaration", declaration)
                .with("rows", ROWS)
                .with("headings", headings())
                .with(
                        "currencies",
                        rules.rates().stream()
                                .map(BorderRules.Rate::currency)
                                .distinct()
                                .toList())
                .with("assessed", assess.of(declaration.number()))
                .with(
                        "earlier",
                        assess.unpaid(declaration).stream()
                                .filter(one -> !one.number().equals(declaration.number()))
                                .toList())
                .with("registered", new TreeMap<>(registered.on(declaration.number())))
                .with("names", desk.names(declaration))
                .with(
                        "seized",
                        seized(declaration).stream()
                                .map(one -> new SeizedGoods(
                                        one.position(),
                                        one.words(),
                                        seizures.of(one)
                                                .map(IssuedDocument::number)
                                                .orElse(null)))
                                .toList())
                .with("values", values)
                .errors(errors);
    }

    private List<BorderRules.TariffLine> headings() {
        return rules.tariff().stream()
                .filter(line -> line.isInForce(questions.today()))
                .toList();
    }

    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.BORDER_DECIDED)
    @PostMapping(DeskController.PATH + "/{number}/duty")
    Object assess(@PathVariable String number, @RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        Declaration declaration = open(number, actor);
        Map<String, String> errors = new LinkedHashMap<>();
        List<Article> articles = articles(posted, errors, locale);
        String key = posted.getOrDefault("key", "");
        if (!errors.isEmpty() || !DeskController.KEY.matcher(key).matches()) {
            return page(declaration, posted, errors).status(422);
        }
        try {
            if (posted.containsKey("save")) {
                assess.save(number, position(posted), articles, actor, key);
                return Done.at(DeskController.PATH + "/" + number + "/duty", "duty");
            }
            Assessment assessed = assess.assessed(declaration, articles);
            return page(declaration, posted, errors)
                    .with("lines", assessed.lines().stream().map(DutyLine::of).toList())
                    .with("total", assessed.total());
        } catch (Duty.Unknown unknown) {
            errors.put(
                    (unknown.isHeading() ? "hs-" : "currency-") + unknown.article(),
                    messages.text(locale, "border.duty.wrong.unknown"));
            return page(declaration, posted, errors);
        }
    }

    private static @Nullable Integer position(Map<String, String> posted) {
        String typed = posted.getOrDefault("position", "");
        return typed.matches("[1-9][0-9]{0,4}") ? Integer.valueOf(typed) : null;
    }

    /** Bills what was assessed before the traveller was registered. */
    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.BORDER_DECIDED)
    @PostMapping(DeskController.PATH + "/{number}/duty/{id}/bill")
    String bill(
            @PathVariable String number, @PathVariable long id, @RequestParam Map<String, String> posted, Actor actor) {
        Declaration declaration = open(number, actor);
        assess.bill(declaration.number(), id, position(posted), actor);
        return Done.at(DeskController.PATH + "/" + number + "/duty", "billed");
    }

    private List<Decision> seized(Declaration declaration) {
        return decisions.of(declaration.number(), Part.CUSTOMS).stream()
                .filter(one -> one.outcome() == Outcome.SEIZE)
                .toList();
    }

    /** Acknowledges to a registered traveller what was seized from him. */
    @Allows(roles = Role.OFFICER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.BORDER_DECIDED)
    @PostMapping(DeskController.PATH + "/{number}/duty/seizure")
    String seizure(@PathVariable String number, @RequestParam int position, Actor actor) {
        Declaration declaration = open(number, actor);
        Decision seizure = seized(declaration).stream()
                .filter(one -> one.position() == position)
                .findFirst()
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "border.problem.no-declaration"));
        PersonNumber holder = registered
                .answerable(declaration, position)
                .orElseThrow(() -> new Problem(Problem.Kind.CONFLICT, "border.problem.nobody-to-bill"));
        seizures.issue(seizure, holder, desk.names(declaration).getOrDefault(position, holder.grouped()));
        return Done.at(DeskController.PATH + "/" + number + "/duty", "seizure");
    }

    private List<Article> articles(Map<String, String> posted, Map<String, String> errors, Locale locale) {
        List<Article> articles = new ArrayList<>();
        for (int row = 1; row <= ROWS; row++) {
            String hs = posted.getOrDefault("hs-" + row, "");
            if (hs.isEmpty()) {
                continue;
            }
            Optional<BigDecimal> quantity = amount(posted.getOrDefault("quantity-" + row, ""));
            Optional<BigDecimal> value = amount(posted.getOrDefault("value-" + row, ""));
            if (quantity.isEmpty()) {
                errors.put("quantity-" + row, messages.text(locale, "border.duty.wrong.quantity"));
            }
            if (value.isEmpty()) {
                errors.put("value-" + row, messages.text(locale, "border.duty.wrong.value"));
            }
            if (quantity.isPresent() && value.isPresent()) {
                boolean own = posted.containsKey("own-" + row);
                articles.add(
                        new Article(hs, quantity.get(), value.get(), posted.getOrDefault("currency-" + row, ""), own));
            }
        }
        if (articles.isEmpty() && errors.isEmpty()) {
            errors.put("hs-1", messages.text(locale, "border.duty.wrong.nothing"));
        }
        return articles;
    }

    private static Optional<BigDecimal> amount(String typed) {
        String plain = typed.strip().replace(",", "");
        return AMOUNT.matcher(plain).matches() ? Optional.of(new BigDecimal(plain)) : Optional.empty();
    }
}
